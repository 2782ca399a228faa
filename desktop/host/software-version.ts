import manifest from "../package.json" with { type: "json" };

/** Version of the station's software, as in its package. */
export const SOFTWARE_VERSION = manifest.version;
