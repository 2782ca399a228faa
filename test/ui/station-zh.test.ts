import { describeStates } from "./describe-states.ts";

describeStates("zh-CN", false);
