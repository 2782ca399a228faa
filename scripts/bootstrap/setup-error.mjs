/** A set-up step that cannot go on; its message is all the reader needs, so no stack is shown. */
export class SetupError extends Error {}
