"""The models, checked by hash and served by onnxruntime."""
