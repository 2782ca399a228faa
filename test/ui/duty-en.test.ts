import { describeStates } from "./describe-states.ts";
import { DUTY_STATES } from "./duty-states.ts";

describeStates({ post: "duty", states: DUTY_STATES, language: "en", isNight: true });
