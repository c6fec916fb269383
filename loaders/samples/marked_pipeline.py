"""The pipeline behind the Chrome trace sample: pipeline.py with its stages and requests marked by the project's own marker
module.

    python marked_pipeline.py MODEL.onnx FOLDER REQUESTS
"""

import pipeline
from portolan_marker import bucket, request

for stage, name in {
    "read_request": "io",
    "tokenise": "interpreter",
    "run_model": "compute",
    "write_answer": "io",
}.items():
    setattr(pipeline, stage, bucket(name)(getattr(pipeline, stage)))
pipeline.serve_one = request()(pipeline.serve_one)

if __name__ == "__main__":
    pipeline.main()
