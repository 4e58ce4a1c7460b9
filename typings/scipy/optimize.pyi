from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

class Bounds:
    def __init__(self, lb: ArrayLike = ..., ub: ArrayLike = ...) -> None: ...

class LinearConstraint:
    def __init__(self, A: Any, lb: ArrayLike = ..., ub: ArrayLike = ...) -> None: ...

class OptimizeResult:
    status: int
    fun: float | None
    x: NDArray[np.float64] | None
    mip_node_count: int | None
    mip_dual_bound: float | None

def milp(
    c: ArrayLike,
    *,
    integrality: ArrayLike | None = ...,
    bounds: Bounds | None = ...,
    constraints: LinearConstraint | None = ...,
    options: Mapping[str, object] | None = ...,
) -> OptimizeResult: ...
