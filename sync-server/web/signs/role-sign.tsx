import type { StationCard } from "../../api/station-view.ts";
import "./sign.css";

/** What a station is for, drawn; it never stands without its word. */
export function RoleSign({ role }: { readonly role: StationCard["role"] }) {
  return (
    <svg className="sign sign-role" viewBox="0 0 96 96" aria-hidden="true">
      <path d={OBJECTS[role]} className="sign-object" />
    </svg>
  );
}

const OBJECTS = {
  /** A barrier: post, bar, ground. */
  checkpoint: "M20 86V32M20 44h68M44 44v14M66 44v14M8 86h28",
  /** A tube with its cap and what is in it. */
  sampling: "M30 12h36M36 12v58a12 12 0 0 0 24 0V12M36 46h24",
  /** A rack of three units. */
  room: "M20 10h56v76H20zM20 36h56M20 61h56M32 23h8M32 48h8M32 74h8",
} as const;
