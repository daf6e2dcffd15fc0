"""Makes the models of this folder: small nets with seeded weights, as exporters write them.

    python make.py

Written with PyTorch 1.13, onnx 1.12 and NumPy 1.24; see README.md.
"""
import io
import os
import warnings

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn import functional as F

warnings.filterwarnings("ignore")
FOLDER = os.path.dirname(os.path.abspath(__file__))


def save(name, net, rows, opset, dynamic=True, golden=True, **options):
    """A net, rows for it, and the slope of sum(logits · sin(0, 1, 2, …)) in the rows."""
    with torch.no_grad():
        for module in net.modules():
            if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
                module.running_mean.normal_()
                module.running_var.uniform_(0.5, 2)
                module.weight.uniform_(0.5, 2)
                module.bias.normal_()
    if not options.get("training"):
        net.eval()
    axes = {"x": {0: "batch"}, "logits": {0: "batch"}} if dynamic else None
    memory = io.BytesIO()
    torch.onnx.export(
        net, rows if dynamic else rows[:1], memory, input_names=["x"], output_names=["logits"],
        opset_version=opset, dynamic_axes=axes, **options)
    write(name + ".onnx", memory.getvalue())
    array(name + ".rows.npy", rows)
    if golden and rows.is_floating_point():
        leaf = rows.clone().requires_grad_()
        logits = net(leaf)
        weights = torch.sin(torch.arange(logits.numel(), dtype=torch.float64)).to(logits.dtype)
        (logits * weights.reshape(logits.shape)).sum().backward()
        array(name + ".slope.npy", leaf.grad)


def write(name, data):
    with open(os.path.join(FOLDER, name), "wb") as file:
        file.write(data)


def array(name, tensor):
    np.save(os.path.join(FOLDER, name), np.ascontiguousarray(np.asarray(tensor, dtype=np.float32)))


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(8)
        self.conv2 = nn.Conv2d(8, 8, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(8)
        self.conv3 = nn.Conv2d(8, 12, 3, stride=2, padding=1, bias=False)
        self.bn3 = nn.BatchNorm2d(12)
        self.skip = nn.Conv2d(8, 12, 1, stride=2, bias=False)
        self.bn4 = nn.BatchNorm2d(12)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.head = nn.Linear(12, 4)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.stem(x))), 3, 2, 1)
        x = F.relu(x + self.bn2(self.conv2(x)))
        x = F.relu(self.bn4(self.skip(x)) + self.bn3(self.conv3(x)))
        return self.head(torch.flatten(self.pool(x), 1))


class Squeeze(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.down = nn.Conv2d(width, 4, 1)
        self.up = nn.Conv2d(4, width, 1)

    def forward(self, x):
        gate = F.adaptive_avg_pool2d(x, 1)
        return x * F.hardsigmoid(self.up(F.relu(self.down(gate))))


class Mobile(nn.Module):
    """Inverted bottlenecks with squeeze-and-excitation."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.Hardswish(),
            nn.Conv2d(8, 16, 1, bias=False), nn.BatchNorm2d(16), nn.Hardswish(),
            nn.Conv2d(16, 16, 5, 1, 2, groups=16, bias=False), nn.BatchNorm2d(16), Squeeze(16),
            nn.ReLU6(), nn.Conv2d(16, 8, 1, bias=False), nn.BatchNorm2d(8))
        self.head = nn.Sequential(nn.Linear(8, 12), nn.Hardswish(), nn.Dropout(0.2), nn.Linear(12, 4))

    def forward(self, x):
        return self.head(self.body(x).mean([2, 3]))


class Signal(nn.Module):
    """A 1-D conv net over a time series."""

    def __init__(self):
        super().__init__()
        self.one = nn.Conv1d(2, 6, 5, padding=4, dilation=2)
        self.two = nn.Conv1d(6, 8, 3, stride=2, groups=2)
        self.norm = nn.BatchNorm1d(8)
        self.head = nn.Linear(8 * 2, 3)

    def forward(self, x):
        x = F.max_pool1d(F.relu(self.one(F.pad(x, (1, 2), mode="reflect"))), 2, ceil_mode=True)
        x = F.elu(self.norm(self.two(x)))
        x = F.avg_pool1d(x, 3, 1, 1)[:, :, ::2]
        return self.head(x.reshape(x.size(0), -1))


class Encoder(nn.Module):
    """Token embeddings with positions, a transformer encoder, the mean over tokens."""

    def __init__(self, norm_first, activation, causal):
        super().__init__()
        self.embed = nn.Embedding(11, 16)
        self.position = nn.Parameter(torch.randn(1, 7, 16) * 0.3)
        layer = nn.TransformerEncoderLayer(
            16, 4, 24, dropout=0.0, activation=activation, batch_first=True, norm_first=norm_first)
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        for layer in self.encoder.layers:  # exported in training mode: PyTorch 1.13 cannot in eval mode
            layer.dropout = layer.dropout1 = layer.dropout2 = nn.Identity()
        for parameter in self.encoder.parameters():
            if parameter.dim() == 1:
                nn.init.normal_(parameter, 0.5, 0.3)
        self.head = nn.Linear(16, 3)
        mask = torch.full((7, 7), float("-inf")).triu(1)
        self.register_buffer("mask", mask if causal else None)

    def forward(self, tokens):
        x = self.embed(tokens) + self.position
        x = self.encoder(x, mask=self.mask)
        return self.head(x.mean(dim=1))


class Attention(nn.Module):
    def __init__(self, batch_first, causal):
        super().__init__()
        self.batch_first = batch_first
        self.attention = nn.MultiheadAttention(12, 3, batch_first=batch_first)
        nn.init.normal_(self.attention.in_proj_bias)
        self.norm = nn.LayerNorm(12)
        self.head = nn.Linear(12, 3)
        mask = torch.full((5, 5), float("-inf")).triu(1)
        self.register_buffer("mask", mask if causal else None)

    def forward(self, x):
        y = x if self.batch_first else x.transpose(0, 1)
        y, _ = self.attention(y, y, y, attn_mask=self.mask)
        y = y if self.batch_first else y.transpose(0, 1)
        return self.head(self.norm(x + y)[:, -1])


class ByHand(nn.Module):
    """Causal self-attention as people write it: one projection, chunk, view, masked_fill."""

    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(12, 36)
        self.out = nn.Linear(12, 12)
        self.norm = nn.LayerNorm(12)
        self.head = nn.Linear(12, 4)
        self.register_buffer("seen", torch.tril(torch.ones(6, 6)).view(1, 1, 6, 6))

    def forward(self, x):
        b, t, c = x.size()
        q, k, v = self.qkv(self.norm(x)).split(c, dim=2)
        q, k, v = (y.view(b, t, 3, c // 3).transpose(1, 2) for y in (q, k, v))
        scores = (q @ k.transpose(-2, -1)) * (1.0 / (k.size(-1) ** 0.5))
        scores = scores.masked_fill(self.seen[:, :, :t, :t] == 0, float("-inf"))
        y = (F.softmax(scores, dim=-1) @ v).transpose(1, 2).contiguous().view(b, t, c)
        return self.head((x + self.out(y)).mean(1))


class Padded(nn.Module):
    """A bag of embeddings whose token 0 is padding."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(9, 8, padding_idx=0)
        self.head = nn.Sequential(nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 3))

    def forward(self, tokens):
        seen = (tokens != 0).unsqueeze(-1).float()
        total = (self.embed(tokens) * seen).sum(1)
        return self.head(total / seen.sum(1).clamp(min=1))


class Norms(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = nn.Conv2d(2, 6, 3, padding="same", padding_mode="replicate")
        self.group = nn.GroupNorm(3, 6)
        self.two = nn.Conv2d(6, 6, 3, dilation=2)
        self.instance = nn.InstanceNorm2d(6, affine=True)
        self.layer = nn.LayerNorm([6, 4, 4])
        for norm in (self.group, self.instance, self.layer):
            nn.init.normal_(norm.weight, 1, 0.3)
            nn.init.normal_(norm.bias, 0, 0.3)
        self.head = nn.Linear(6, 3)

    def forward(self, x):
        x = F.relu(self.group(self.one(x)))
        x = self.layer(F.leaky_relu(self.instance(self.two(x)), 0.2))
        return self.head(x.amax(dim=(2, 3)))


class Bends(nn.Module):
    """One layer after another, each with its own activation."""

    def __init__(self, *bends):
        super().__init__()
        self.bends = nn.ModuleList(bends)
        self.layers = nn.ModuleList(nn.Linear(8, 8) for _ in bends)
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        for layer, bend in zip(self.layers, self.bends):
            x = x + bend(layer(x))
        return self.head(x)


def torch_models():
    torch.manual_seed(1)
    image = torch.randn(3, 3, 9, 9)
    residual = Residual()
    keep = torch.onnx.TrainingMode.PRESERVE
    for name, opset, options in [
        ("residual_bn_kept", 13, dict(training=keep, do_constant_folding=False)),
        ("residual_bn_folded", 11, dict()),
        ("residual_fixed_batch", 17, dict(dynamic=False)),
    ]:
        residual.eval()
        save(name, residual, image, opset, **options)
    mobile = Mobile()
    save("mobile", mobile, image, 14)
    save("mobile_before_hardswish", mobile, image, 12)
    wide = torch.randn(4, 8)
    save("gelu", Bends(nn.GELU(), nn.GELU()), wide, 15)
    save("gelu_tanh", Bends(nn.GELU(approximate="tanh"), nn.GELU(approximate="tanh")), wide, 13)
    save("bends", Bends(nn.PReLU(), nn.PReLU(8), nn.ELU(0.7), nn.Softplus(), nn.Mish(), nn.SiLU(),
                        nn.LeakyReLU(0.1), nn.CELU(0.5), nn.SELU(), nn.Hardtanh(-0.8, 1.2)), wide, 16)
    save("more_bends", Bends(nn.LogSigmoid(), nn.Softsign(), nn.Tanhshrink(), nn.Softmax(-1),
                             nn.LogSoftmax(-1), nn.Hardsigmoid(), nn.ReLU6()), wide, 11)
    save("signal", Signal(), torch.randn(3, 2, 12), 16)
    save("norms_op16", Norms(), torch.randn(3, 2, 8, 8), 16)
    save("norms_op17", Norms(), torch.randn(3, 2, 8, 8), 17)
    for batch_first in (True, False):
        for causal in (True, False):
            name = "attention_%s%s" % ("bnd" if batch_first else "tbd", "_causal" if causal else "")
            save(name, Attention(batch_first, causal).train(), torch.randn(3, 5, 12),
                 17 if batch_first else 14, training=keep)
    save("attention_by_hand", ByHand(), torch.randn(3, 6, 12), 13)
    tokens = torch.randint(0, 11, (3, 7))
    save("encoder_tokens", Encoder(False, "relu", False).train(), tokens, 15, training=keep)
    save("encoder_tokens_causal", Encoder(True, "gelu", True).train(), tokens, 17, training=keep)
    save("encoder_tokens_fixed", Encoder(True, "gelu", False).train(), tokens, 14, dynamic=False,
         training=keep)
    save("tokens_padded", Padded(), torch.tensor([[1, 2, 0, 0], [3, 0, 0, 0], [8, 7, 6, 5]]), 13)
    save("double", Bends(nn.Tanh(), nn.Sigmoid()).double(), wide.double(), 13)
    every = Bends(nn.ReLU())
    for opset in (11, 13, 14, 15, 16, 17):
        save("mlp_op%d" % opset, every, wide, opset, golden=opset == 11)


def initializer(name, shape, scale=0.5, dtype=np.float32):
    return numpy_helper.from_array((np.random.randn(*shape) * scale).astype(dtype), name)


def model(name, opset, nodes, initializers, input_shape, output="logits", kind=TensorProto.FLOAT,
          outputs=None, domains=(), **options):
    graph = helper.make_graph(
        nodes, "main_graph", [helper.make_tensor_value_info("x", kind, input_shape)],
        outputs or [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)], initializers)
    made = helper.make_model(
        graph, producer_name=options.get("producer", "pytorch"), ir_version=min(10, opset - 8 if opset >= 18 else 8),
        opset_imports=[helper.make_opsetid("", opset)] + [helper.make_opsetid(*d) for d in domains])
    del made.metadata_props[:]
    entry = made.metadata_props.add()
    entry.key, entry.value = "made-by", "make.py"
    return made


def int64s(name, values):
    return numpy_helper.from_array(np.array(values, dtype=np.int64), name)


def dynamo_models():
    """Graphs in the manner of PyTorch's newer exporter and of tf2onnx."""
    np.random.seed(2)
    node = helper.make_node
    rows = np.random.randn(3, 3, 8, 8)
    conv = model("dynamo_conv", 18, [
        node("Conv", ["x", "conv.weight", "conv.bias"], ["conv2d"], name="node_conv2d", auto_pad="NOTSET",
             dilations=[1, 1], group=1, kernel_shape=[3, 3], pads=[1, 1, 1, 1], strides=[1, 1]),
        node("BatchNormalization", ["conv2d", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var"],
             ["getitem"], name="node_bn", epsilon=1e-5, momentum=0.9, training_mode=0),
        node("Relu", ["getitem"], ["relu"], name="node_relu"),
        node("Split", ["relu"], ["split_0", "split_1"], name="node_split", axis=1, num_outputs=2),
        node("Add", ["split_0", "split_1"], ["add"], name="node_add"),
        node("ReduceMean", ["add", "val_7"], ["mean"], name="node_mean", keepdims=0, noop_with_empty_axes=0),
        node("Shape", ["x"], ["val_8"], name="node_shape", start=0, end=1),
        node("Concat", ["val_8", "val_9"], ["val_10"], name="node_concat", axis=0),
        node("Reshape", ["mean", "val_10"], ["view"], name="node_view", allowzero=1),
        node("Gemm", ["view", "fc.weight", "fc.bias"], ["logits"], name="node_linear", alpha=1.0, beta=1.0,
             transA=0, transB=1),
    ], [initializer("conv.weight", (6, 3, 3, 3)), initializer("conv.bias", (6,)),
        initializer("bn.weight", (6,)), initializer("bn.bias", (6,)), initializer("bn.running_mean", (6,)),
        numpy_helper.from_array(np.random.uniform(0.5, 2, 6).astype(np.float32), "bn.running_var"),
        int64s("val_7", [2, -1]), int64s("val_9", [3]),
        initializer("fc.weight", (4, 3)), initializer("fc.bias", (4,))], ["s0", 3, 8, 8])
    write("dynamo_conv.onnx", conv.SerializeToString())
    array("dynamo_conv.rows.npy", rows)

    block = model("dynamo_block", 20, [
        node("LayerNormalization", ["x", "norm.weight", "norm.bias"], ["layer_norm"], name="node_layer_norm",
             axis=-1, epsilon=1e-5, stash_type=1),
        node("Transpose", ["up.weight"], ["val_0"], name="node_t", perm=[1, 0]),
        node("MatMul", ["layer_norm", "val_0"], ["val_1"], name="node_matmul"),
        node("Add", ["val_1", "up.bias"], ["linear"], name="node_linear"),
        node("Gelu", ["linear"], ["gelu"], name="node_gelu", approximate="none"),
        node("MatMul", ["gelu", "val_3"], ["val_4"], name="node_matmul_1"),
        node("Gelu", ["val_4"], ["gelu_1"], name="node_gelu_1", approximate="tanh"),
        node("Add", ["x", "gelu_1"], ["add"], name="node_add"),
        node("Constant", [], ["val_5"], name="node_constant", value_ints=[1]),
        node("ReduceMean", ["add", "val_5"], ["mean"], name="node_mean", keepdims=0),
        node("Identity", ["mean"], ["logits"], name="node_identity"),
    ], [initializer("norm.weight", (6,)), initializer("norm.bias", (6,)), initializer("up.weight", (10, 6)),
        initializer("up.bias", (10,)), initializer("val_3", (10, 6))], ["s77", 5, 6])
    write("dynamo_block.onnx", block.SerializeToString())
    array("dynamo_block.rows.npy", np.random.randn(3, 5, 6))

    group = model("dynamo_group_norm", 21, [
        node("GroupNormalization", ["x", "gn.weight", "gn.bias"], ["group_norm"], name="node_group_norm",
             num_groups=2, epsilon=1e-5),
        node("Slice", ["group_norm", "val_1", "val_2", "val_3", "val_4"], ["slice"], name="node_slice"),
        node("Unsqueeze", ["slice", "val_5"], ["unsqueeze"], name="node_unsqueeze"),
        node("Expand", ["unsqueeze", "val_6"], ["expand"], name="node_expand"),
        node("ReduceSum", ["expand", "val_7"], ["logits"], name="node_sum", keepdims=0),
    ], [initializer("gn.weight", (4,)), initializer("gn.bias", (4,)),
        int64s("val_1", [0]), int64s("val_2", [9223372036854775807]), int64s("val_3", [2]), int64s("val_4", [2]),
        int64s("val_5", [1]), int64s("val_6", [1, 2, 1, 1]), int64s("val_7", [1, 3])], ["batch", 4, 5])
    write("dynamo_group_norm.onnx", group.SerializeToString())
    array("dynamo_group_norm.rows.npy", np.random.randn(3, 4, 5))

    external = model("dynamo_external", 18, [
        node("Gemm", ["x", "fc1.weight", "fc1.bias"], ["linear"], name="node_linear", transB=1),
        node("Tanh", ["linear"], ["tanh"], name="node_tanh"),
        node("Gemm", ["tanh", "fc2.weight", "fc2.bias"], ["logits"], name="node_linear_1", transB=1),
    ], [initializer("fc1.weight", (12, 8)), initializer("fc1.bias", (12,)), initializer("fc2.weight", (3, 12)),
        initializer("fc2.bias", (3,))], ["batch", 8])
    beside = os.path.join(FOLDER, "dynamo_external.onnx.data")
    if os.path.exists(beside):  # what is saved is added to the end
        os.remove(beside)
    onnx.save_model(external, os.path.join(FOLDER, "dynamo_external.onnx"), save_as_external_data=True,
                    all_tensors_to_one_file=True, location="dynamo_external.onnx.data", size_threshold=64)
    array("dynamo_external.rows.npy", np.random.randn(3, 8))

    nhwc = model("keras_conv", 15, [
        node("Transpose", ["x"], ["seq/conv/Conv2D__6:0"], name="seq/conv/Conv2D__6", perm=[0, 3, 1, 2]),
        node("Conv", ["seq/conv/Conv2D__6:0", "seq/conv/Conv2D/ReadVariableOp:0", "seq/conv/BiasAdd/ReadVariableOp:0"],
             ["seq/conv/BiasAdd:0"], name="seq/conv/BiasAdd", auto_pad="SAME_UPPER", dilations=[1, 1], group=1,
             kernel_shape=[3, 3], strides=[2, 2]),
        node("Relu", ["seq/conv/BiasAdd:0"], ["seq/conv/Relu:0"], name="seq/conv/Relu"),
        node("AveragePool", ["seq/conv/Relu:0"], ["seq/pool:0"], name="seq/pool", auto_pad="SAME_UPPER",
             kernel_shape=[2, 2], strides=[2, 2]),
        node("Transpose", ["seq/pool:0"], ["seq/pool__14:0"], name="seq/pool__14", perm=[0, 2, 3, 1]),
        node("Reshape", ["seq/pool__14:0", "const_fold_opt__22"], ["seq/flatten/Reshape:0"], name="seq/flatten/Reshape"),
        node("MatMul", ["seq/flatten/Reshape:0", "seq/dense/MatMul/ReadVariableOp:0"], ["seq/dense/MatMul:0"],
             name="seq/dense/MatMul"),
        node("Add", ["seq/dense/MatMul:0", "seq/dense/BiasAdd/ReadVariableOp:0"], ["dense"], name="seq/dense/BiasAdd"),
    ], [initializer("seq/conv/Conv2D/ReadVariableOp:0", (4, 2, 3, 3)),
        initializer("seq/conv/BiasAdd/ReadVariableOp:0", (4,)), int64s("const_fold_opt__22", [-1, 16]),
        initializer("seq/dense/MatMul/ReadVariableOp:0", (16, 3)),
        initializer("seq/dense/BiasAdd/ReadVariableOp:0", (3,))],
        ["unk__29", 7, 7, 2], output="dense", producer="tf2onnx")
    write("keras_conv.onnx", nhwc.SerializeToString())
    array("keras_conv.rows.npy", np.random.randn(3, 7, 7, 2))


def half_models():
    np.random.seed(3)
    node = helper.make_node
    stored = model("half_stored", 13, [
        node("Cast", ["w16"], ["w"], name="widen_w", to=TensorProto.FLOAT),
        node("Cast", ["b16"], ["b"], name="widen_b", to=TensorProto.FLOAT),
        node("Gemm", ["x", "w", "b"], ["h"], name="fc1"),
        node("Relu", ["h"], ["r"], name="relu"),
        node("MatMul", ["r", "v"], ["logits"], name="fc2"),
    ], [initializer("w16", (8, 6), dtype=np.float16), initializer("b16", (6,), dtype=np.float16),
        initializer("v", (6, 3))], ["batch", 8])
    write("half_stored.onnx", stored.SerializeToString())
    array("half_stored.rows.npy", np.random.randn(3, 8))
    whole = model("half_inside", 13, [
        node("Cast", ["x"], ["x16"], name="graph_input_cast0", to=TensorProto.FLOAT16),
        node("Gemm", ["x16", "w", "b"], ["h"], name="fc1"),
        node("Relu", ["h"], ["r"], name="relu"),
        node("MatMul", ["r", "v"], ["logits16"], name="fc2"),
        node("Cast", ["logits16"], ["logits"], name="graph_output_cast0", to=TensorProto.FLOAT),
    ], [initializer("w", (8, 6), dtype=np.float16), initializer("b", (6,), dtype=np.float16),
        initializer("v", (6, 3), dtype=np.float16)], ["batch", 8])
    write("half_inside.onnx", whole.SerializeToString())
    array("half_inside.rows.npy", np.random.randn(3, 8))


def tree_models():
    """What only a black box can serve: two stumps that vote, with and without a list of maps."""
    node = helper.make_node
    trees = node(
        "TreeEnsembleClassifier", ["x"], ["label", "probabilities"], domain="ai.onnx.ml", name="trees",
        nodes_treeids=[0, 0, 0, 1, 1, 1], nodes_nodeids=[0, 1, 2, 0, 1, 2], nodes_featureids=[0, 0, 0, 1, 0, 0],
        nodes_values=[0.5, 0.0, 0.0, -0.25, 0.0, 0.0],
        nodes_modes=["BRANCH_LEQ", "LEAF", "LEAF", "BRANCH_LEQ", "LEAF", "LEAF"],
        nodes_truenodeids=[1, 0, 0, 1, 0, 0], nodes_falsenodeids=[2, 0, 0, 2, 0, 0],
        nodes_missing_value_tracks_true=[1, 0, 0, 0, 0, 0], nodes_hitrates=[1.0] * 6,
        class_treeids=[0, 0, 0, 0, 1, 1, 1, 1], class_nodeids=[1, 1, 2, 2, 1, 1, 2, 2],
        class_ids=[0, 1, 0, 1, 0, 1, 0, 1], class_weights=[0.4, 0.1, 0.05, 0.45, 0.5, 0.0, 0.2, 0.3],
        classlabels_int64s=[0, 1], post_transform="NONE")
    label = helper.make_tensor_value_info("label", TensorProto.INT64, [None])
    table = helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, 2])
    ml = ("ai.onnx.ml", 1)
    write("trees.onnx", model("trees", 15, [trees], [], [None, 2], outputs=[label, table], domains=[ml],
                              producer="skl2onnx").SerializeToString())
    maps = onnx.ValueInfoProto()
    maps.name = "output_probability"
    kind = maps.type.sequence_type.elem_type.map_type
    kind.key_type = TensorProto.INT64
    kind.value_type.tensor_type.elem_type = TensorProto.FLOAT
    zipped = node("ZipMap", ["probabilities"], ["output_probability"], domain="ai.onnx.ml", name="ZipMap",
                  classlabels_int64s=[0, 1])
    write("trees_zipmap.onnx", model("trees", 15, [trees, zipped], [], [None, 2], outputs=[label, maps],
                                     domains=[ml], producer="skl2onnx").SerializeToString())


if __name__ == "__main__":
    torch_models()
    dynamo_models()
    half_models()
    tree_models()
