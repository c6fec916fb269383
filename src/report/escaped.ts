/** A text as a part of HTML, in an attribute or not. */
export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** The text that HTML stands for, as Framework, jsdom and `escaped` write it: references to these characters, and no other. */
export const unescaped = (html: string): string =>
  html
    .replaceAll("&nbsp;", " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");
