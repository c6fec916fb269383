import { interruptedAt, OTHER_MOMENTS } from "../fixtures/interruption.ts";

interruptedAt(OTHER_MOMENTS);
