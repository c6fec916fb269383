/**
 * Framework ignores arquero's `browser` map, so pages import its bundle, a CommonJS module: only its default
 * export reaches a page. The types are those of the package.
 */
declare module "arquero/dist/arquero.min.js" {
  import type * as arquero from "arquero";

  const bundle: typeof arquero;
  export default bundle;
}
