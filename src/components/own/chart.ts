import { html } from "htl";
import { responsive } from "../responsive.js";

/**
 * A chart of your own, as wide as its place: read aloud as one picture, since the parts of a drawing say nothing alone.
 *
 * @param says what it shows, for everybody who does not see it
 */
export const chart = (says: string, draw: (width: number) => Element): HTMLElement =>
  html`<div role="img" aria-label=${says}>${responsive(draw)}</div>`;
