"""The golden numbers of chapter 07: 20 steps of PyTorch's optimisers on a small regression.

fixtures.py writes them. The gradients depend on the parameters, so a run goes wrong for good at
its first wrong step; each step's gradients are recorded, so a test can still judge every step.
"""

import numpy
import torch

STEPS = 20

# Name, optimiser, its settings, the limit of the gradients' common norm, and the learning rate's
# schedule: a factor after every so many steps. Large epsilons show where the epsilon stands.
CASES = [
    ("SGD", "SGD", {"lr": 0.05}, None, None),
    ("SGD with clipping", "SGD", {"lr": 0.2}, 1.0, None),
    ("SGD with decay", "SGD", {"lr": 0.1}, None, (0.5, 5)),
    ("momentum", "SGD", {"lr": 0.02, "momentum": 0.9}, None, None),
    ("momentum with clipping and decay", "SGD", {"lr": 0.1, "momentum": 0.8}, 1.0, (0.3, 7)),
    ("RMSProp", "RMSprop", {"lr": 0.01, "alpha": 0.9, "eps": 1e-8}, None, None),
    ("RMSProp with a large epsilon", "RMSprop", {"lr": 0.05, "alpha": 0.99, "eps": 0.1}, None, None),
    ("Adam", "Adam", {"lr": 0.01, "betas": (0.9, 0.999), "eps": 1e-8}, None, None),
    ("Adam with a large epsilon", "Adam", {"lr": 0.05, "betas": (0.5, 0.9), "eps": 0.1}, None, None),
    ("Adam with clipping and decay", "Adam", {"lr": 0.1, "betas": (0.9, 0.999), "eps": 1e-8}, 0.5,
     (0.9, 1)),
]


def digits(array):
    """Fourteen significant digits, since steps are compared to 1e-10."""
    if array.ndim > 1:
        return [digits(part) for part in array]
    return [float(f"{number:.14g}") for number in array]


def matrices(tensors):
    return [digits(tensor.detach().numpy()) for tensor in tensors]


def run(case):
    name, kind, settings, limit, schedule = case
    random = numpy.random.default_rng(2026)

    def draw(*shape):
        return torch.tensor(numpy.round(random.normal(0, 1, shape), 4), dtype=torch.float64)

    # A network of one hidden layer; the last input is always 0, and so are its weights' gradients.
    inputs, targets = draw(6, 3), draw(6, 2)
    inputs[:, 2] = 0
    parameters = [draw(3, 4), draw(4, 2), draw(1, 2)]
    start = matrices(parameters)
    for parameter in parameters:
        parameter.requires_grad_()
    optimizer = getattr(torch.optim, kind)(parameters, **settings)
    scheduler = schedule and torch.optim.lr_scheduler.StepLR(
        optimizer, gamma=schedule[0], step_size=schedule[1])
    steps = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        first, second, bias = parameters
        answers = torch.tanh(inputs @ first) @ second + bias
        ((answers - targets) ** 2).sum(1).mean().backward()
        step = {"learningRate": float(f"{optimizer.param_groups[0]['lr']:.14g}")}
        if limit:
            step["unclipped"] = matrices([parameter.grad for parameter in parameters])
            step["norm"] = float(f"{torch.nn.utils.clip_grad_norm_(parameters, limit):.14g}")
        step["gradients"] = matrices([parameter.grad for parameter in parameters])
        optimizer.step()
        step["parameters"] = matrices(parameters)
        if scheduler:
            scheduler.step()
        steps.append(step)
    result = {"name": name, "optimizer": kind}
    result["settings"] = {
        "learningRate": settings["lr"],
        "momentum": settings.get("momentum"),
        "squareDecay": settings.get("alpha", settings.get("betas", (None, None))[1]),
        "meanDecay": settings.get("betas", (None, None))[0],
        "epsilon": settings.get("eps"),
        "limit": limit,
        "factor": schedule and schedule[0],
        "interval": schedule and schedule[1],
    }
    result["parameters"] = start
    result["steps"] = steps
    return result
