import { CHECKPOINT_STATES } from "./checkpoint-states.ts";
import { describeStates } from "./describe-states.ts";

describeStates({
  post: "checkpoint",
  states: CHECKPOINT_STATES,
  language: "en",
  isNight: true,
});
