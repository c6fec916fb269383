/**
 * What the gallery shows of one component file under src/components, named by its path without ".ts". Each drawing is a
 * function of fixed data and has a name, unless it is the only one.
 */
export type Gallery = Readonly<Record<string, Drawing | Readonly<Record<string, Drawing>>>>;

export type Drawing = () => Node;
