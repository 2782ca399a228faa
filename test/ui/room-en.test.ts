import { describeStates } from "./describe-states.ts";
import { ROOM_STATES } from "./room-states.ts";

describeStates({ post: "room", states: ROOM_STATES, language: "en", isNight: true });
