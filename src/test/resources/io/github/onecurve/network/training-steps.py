"""Writes training-steps.csv: three full-batch steps of small nets in float64, by PyTorch."""
import math
import torch
from torch import nn

torch.set_default_dtype(torch.float64)


def wave(size, phase, scale):
    return torch.tensor([scale * math.sin(0.7 * i + phase) for i in range(size)])


def fill(parameters):
    for number, p in enumerate(parameters):
        with torch.no_grad():
            p.copy_(wave(p.numel(), number, 0.5).reshape(p.shape))


def dense():
    net = nn.Sequential(nn.Linear(16, 5), nn.Tanh(), nn.Linear(5, 3))
    fill(net.parameters())
    return net, ["fc1.weight", "fc1.bias", "logits.weight", "logits.bias"]


def conv():
    norm = nn.BatchNorm2d(2, eps=1e-5, momentum=0.1)
    net = nn.Sequential(
        nn.Unflatten(1, (1, 4, 4)), nn.Conv2d(1, 2, 3, padding=1), norm, nn.ReLU(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2, 3))
    fill(net.parameters())
    norm.running_mean.copy_(torch.tensor([0.1, -0.2]))
    norm.running_var.copy_(torch.tensor([0.5, 1.5]))
    return net, ["conv.weight", "conv.bias", "bn.scale", "bn.bias", "logits.weight", "logits.bias"]


OPTIMIZERS = {
    "sgd": lambda groups: torch.optim.SGD(groups, lr=0.1),
    "momentum": lambda groups: torch.optim.SGD(groups, lr=0.1, momentum=0.9),
    "nesterov": lambda groups: torch.optim.SGD(groups, lr=0.1, momentum=0.9, nesterov=True),
    "adam": lambda groups: torch.optim.AdamW(groups, lr=0.01),
}

x = wave(6 * 16, 0, 1).reshape(6, 16)
y = torch.tensor([0, 1, 2, 0, 1, 2])
rows = ["# case,parameter,values after three steps; PyTorch %s, float64" % torch.__version__]
for kind, live in (("dense", False), ("conv", False), ("conv", True)):
    for name, optimizer in OPTIMIZERS.items():
        net, names = dense() if kind == "dense" else conv()
        net.train(live)
        parameters = list(net.parameters())
        step = optimizer([
            {"params": [p for p in parameters if p.dim() > 1], "weight_decay": 0.05},
            {"params": [p for p in parameters if p.dim() == 1], "weight_decay": 0},
        ])
        for _ in range(3):
            step.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            step.step()
        case = "%s%s %s" % (kind, " live" if live else "", name)
        found = list(zip(names, parameters))
        if kind == "conv":
            found += [("bn.mean", net[2].running_mean), ("bn.var", net[2].running_var)]
        for parameter, value in found:
            numbers = " ".join("%.9g" % v for v in value.detach().flatten().tolist())
            rows.append("%s,%s,%s" % (case, parameter, numbers))
print("\n".join(rows))
