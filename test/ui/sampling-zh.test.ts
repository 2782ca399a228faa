import { describeStates } from "./describe-states.ts";
import { SAMPLING_STATES } from "./sampling-states.ts";

describeStates({ post: "sampling", states: SAMPLING_STATES, language: "zh-CN", isNight: false });
