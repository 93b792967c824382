import LinearAlgebra
import XCTest

@testable import Optimizers

/// What the chapter gives beside its exercises.
final class Chapter07GivenTests: XCTestCase {
  func testAPowerIsAProduct() {
    for exponent in 0...40 {
      XCTAssertEqual(
        power(1.1, exponent), powerByLoop(1.1, exponent), accuracy: 1e-13 * power(1.1, exponent))
      XCTAssertEqual(power(-0.5, exponent), powerByLoop(-0.5, exponent))
    }
    XCTAssertEqual(power(0, 0), 1)
    XCTAssertEqual(power(0.999, 100_000), 3.5385e-44, accuracy: 1e-47)
  }

  func testWhatDoesNotFitIsNamed() {
    let (small, large): (Matrix, Matrix) = ([[1, 2]], [[1, 2], [3, 4]])
    XCTAssertNil(updateProblem([small, large], [small, large]))
    XCTAssertEqual(
      updateProblem([small, large], [small]),
      "1 gradients for 2 parameters: each has one of its own")
    XCTAssertEqual(
      updateProblem([small, large], [small, small]),
      "parameter 1 is 2×2, its gradient is 1×2: a gradient has the shape of what it is the "
        + "gradient of")
    XCTAssertNil(memoryProblem([small], [small]))
    XCTAssertEqual(
      memoryProblem([small], [large]),
      "this optimiser remembers [\"1×2\"], which is not [\"2×2\"]: each model needs an optimiser "
        + "of its own")
    XCTAssertNil(limitProblem(0.1))
    XCTAssertEqual(limitProblem(0), "a limit of 0.0 leaves no gradient: it must be above 0")
    XCTAssertNotNil(limitProblem(.nan))
    XCTAssertNil(intervalProblem(1))
    XCTAssertEqual(
      intervalProblem(0), "an interval of 0 steps never ends: it must be at least 1")
  }
}
