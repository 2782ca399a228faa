import type { Earcon } from "./earcon.ts";

/** One tone: start after the earcon's begin, length, pitch from → to, loudness 0–1. */
interface Tone {
  readonly startS: number;
  readonly lengthS: number;
  readonly fromHz: number;
  readonly toHz: number;
  readonly gain: number;
}

/** Tones of each earcon; none is a verdict's. */
const TONES: Readonly<Record<Earcon, readonly Tone[]>> = {
  click: [{ startS: 0, lengthS: 0.045, fromHz: 1_760, toHz: 1_320, gain: 0.5 }],
  knocks: [
    { startS: 0, lengthS: 0.09, fromHz: 180, toHz: 120, gain: 0.9 },
    { startS: 0.17, lengthS: 0.09, fromHz: 180, toHz: 120, gain: 0.9 },
  ],
  rising: [
    { startS: 0, lengthS: 0.1, fromHz: 660, toHz: 660, gain: 0.45 },
    { startS: 0.13, lengthS: 0.1, fromHz: 830, toHz: 830, gain: 0.45 },
    { startS: 0.26, lengthS: 0.16, fromHz: 1_046, toHz: 1_046, gain: 0.45 },
  ],
  double: [
    { startS: 0, lengthS: 0.12, fromHz: 523, toHz: 523, gain: 0.3 },
    { startS: 0.16, lengthS: 0.18, fromHz: 523, toHz: 523, gain: 0.3 },
  ],
  descending: [
    { startS: 0, lengthS: 0.2, fromHz: 520, toHz: 500, gain: 0.3 },
    { startS: 0.24, lengthS: 0.28, fromHz: 392, toHz: 370, gain: 0.3 },
  ],
};

/** Plays earcons; a station without sound stays silent and works. */
export interface Earcons {
  play(earcon: Earcon): void;
}

/** Makes the player; the audio device is opened with the first sound. */
export function createEarcons(): Earcons {
  let audio: AudioContext | null = null;
  return {
    play(earcon) {
      audio ??= openAudio();
      if (!audio) return;
      void playNow(audio, TONES[earcon]);
    },
  };
}

/** Browsers hold audio until the first key or touch; a sound that comes late would belong to nobody. */
const LATEST_MS = 250;

async function playNow(context: AudioContext, tones: readonly Tone[]): Promise<void> {
  const askedAtMs = performance.now();
  try {
    if (context.state !== "running") await context.resume();
  } catch {
    return; // The device was taken away: silent, like a station without sound.
  }
  if (performance.now() - askedAtMs > LATEST_MS) return;
  for (const tone of tones) playTone(context, tone);
}

function openAudio(): AudioContext | null {
  try {
    return new AudioContext({ latencyHint: "interactive" });
  } catch {
    // No audio device: sound is the fourth sign of a state, the other three remain.
    return null;
  }
}

function playTone(context: AudioContext, tone: Tone): void {
  const oscillator = context.createOscillator();
  const loudness = context.createGain();
  const begin = context.currentTime + tone.startS;
  const end = begin + tone.lengthS;
  oscillator.frequency.setValueAtTime(tone.fromHz, begin);
  oscillator.frequency.exponentialRampToValueAtTime(tone.toHz, end);
  loudness.gain.setValueAtTime(0, begin);
  loudness.gain.linearRampToValueAtTime(tone.gain, begin + 0.006);
  loudness.gain.exponentialRampToValueAtTime(0.001, end);
  oscillator.connect(loudness).connect(context.destination);
  oscillator.start(begin);
  oscillator.stop(end);
}
