export interface FigureResult {
  readonly what: string;
  readonly value: string;
  readonly bound: string;
  readonly within: boolean;
}

/** A figure that Portolan promises, and how to measure it. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  /** Measured only when it is asked for by name: it takes longer than all others together. */
  readonly onlyByName?: true;
  measure(): Promise<FigureResult[]>;
}
