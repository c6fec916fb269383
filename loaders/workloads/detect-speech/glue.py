"""Glue of detect-speech with numpy: implements spec.md; twin of glue.ts and glue.c."""

import json
import struct

import numpy as np

RATE = 16_000
FRAME = 512
CONTEXT = 64
SPEECH = 0.5
SILENCE = 0.35
SHORTEST_SPEECH = 4_000
SHORTEST_SILENCE = 1_600
PAD = 480

PCM = 1


def init(assets):
    """No static assets."""


def parse_wav(payload):
    """WAV bytes -> its samples as int16, in place."""
    riff, wave = payload[:4], payload[8:12]
    if riff != b"RIFF" or wave != b"WAVE":
        raise ValueError(
            'expected a WAV that starts with "RIFF" and has "WAVE" at byte 8, '
            f"found {shown(riff)} and {shown(wave)}"
        )
    has_format = False
    at = 12
    while at + 8 <= len(payload):
        name, size = struct.unpack_from("<4sI", payload, at)
        start = at + 8
        if size > len(payload) - start:
            raise ValueError(
                f"expected {size} bytes in the chunk {shown(name)}, found {len(payload) - start}: the file is cut off"
            )
        if name == b"fmt ":
            check_format(payload, start, size)
            has_format = True
        elif name == b"data":
            if not has_format:
                raise ValueError('expected the chunk "fmt " before "data", found none')
            if size % 2:
                raise ValueError(f'expected an even number of bytes in "data", found {size}')
            return np.frombuffer(payload, "<i2", size // 2, start)
        at = start + size + size % 2
    raise ValueError(f'expected the chunk "data", found none in {len(payload)} bytes')


def check_format(payload, at, size):
    if size < 16:
        raise ValueError(f'expected at least 16 bytes in the chunk "fmt ", found {size}')
    form, channels, rate, bits = struct.unpack_from("<HHI6xH", payload, at)
    if (form, channels, rate, bits) != (PCM, 1, RATE, 16):
        raise ValueError(
            "expected format 1 (PCM), 1 channel, 16000 Hz and 16 bits, "
            f"found format {form}, channels {channels}, {rate} Hz and {bits} bits"
        )


def shown(name):
    return json.dumps(bytes(name).decode("latin-1"), ensure_ascii=False)


def framed(wav):
    """The context of the first frame, all frames, and the zeros that fill up the last."""
    samples = np.zeros(CONTEXT + -(-len(wav) // FRAME) * FRAME, np.float32)
    np.divide(wav, np.float32(32_768), out=samples[CONTEXT : CONTEXT + len(wav)])
    return samples


def segments(probabilities, samples):
    """First and last sample of what is spoken, from the probability of each frame."""
    found = []
    start = silent_since = None
    for frame, probability in enumerate(probabilities):
        at = frame * FRAME
        if probability >= SPEECH:
            silent_since = None
            if start is None:
                start = at
        elif start is not None and probability < SILENCE:
            if silent_since is None:
                silent_since = at
            if at - silent_since >= SHORTEST_SILENCE:
                found.append((start, silent_since))
                start = silent_since = None
    if start is not None:
        found.append((start, samples))
    return [(max(a - PAD, 0), min(b + PAD, samples)) for a, b in found if b - a > SHORTEST_SPEECH]


def seconds(sample):
    """In whole milliseconds, so that every language writes the same digits."""
    whole, milliseconds = divmod((sample + 8) // 16, 1000)
    return f"{whole}.{milliseconds:03}"


def serve(payload):
    """WAV bytes -> JSON bytes; yields each call of the model, and is sent its outputs."""
    wav = parse_wav(payload)
    samples = framed(wav)
    rate = np.array(RATE, np.int64)
    state = np.zeros((2, 1, 128), np.float32)
    probabilities = []
    for at in range(0, len(samples) - CONTEXT, FRAME):
        probability, state = yield "voice", [samples[None, at : at + CONTEXT + FRAME], state, rate]
        probabilities.extend(np.frombuffer(probability, np.float32).tolist())
        # No copy: the next call reads the state where the last one put it.
        state = np.frombuffer(state, np.float32).reshape(2, 1, 128)
    spoken = ",".join(
        f'{{"from":{seconds(a)},"to":{seconds(b)}}}' for a, b in segments(probabilities, len(wav))
    )
    return f'{{"seconds":{seconds(len(wav))},"segments":[{spoken}]}}'.encode()
