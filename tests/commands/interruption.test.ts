import { FEW_MOMENTS, interruptedAt } from "../fixtures/interruption.ts";

interruptedAt(FEW_MOMENTS);
