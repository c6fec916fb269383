import * as arquero from "arquero";

export default arquero;
