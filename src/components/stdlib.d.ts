/** What of Framework's own library is used here; it ships no types for it. */
declare module "observablehq:stdlib" {
  export class AbstractFile {
    readonly name: string;
    json(): Promise<unknown>;
    text(encoding?: string): Promise<string>;
    arrayBuffer(): Promise<ArrayBuffer>;
  }
}
