"""The pipeline behind the Chrome trace sample: pipeline.py with its stages marked by the project's own marker module.

    python marked_pipeline.py MODEL.onnx FOLDER REQUESTS
"""

import pipeline
from portolan_marker import bucket

for stage, name in {
    "read_request": "io",
    "tokenise": "interpreter",
    "run_model": "compute",
    "write_answer": "io",
}.items():
    setattr(pipeline, stage, bucket(name)(getattr(pipeline, stage)))

if __name__ == "__main__":
    pipeline.main()
