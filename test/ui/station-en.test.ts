import { describeStates } from "./describe-states.ts";

describeStates("en", true);
