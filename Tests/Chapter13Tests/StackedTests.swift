import CourseTesting
import Cousins
import GradientChecking
import LSTMGates
import LinearAlgebra
import Optimizers
import XCTest

/// Exercise 13.8: back through two layers.
final class StackedTests: ExerciseTestCase {
  private typealias Layer = Stacked<PlainLayer, PlainLayer>

  private func made(
    _ layer: Layer, _ x: [Matrix], _ arriving: [Matrix],
    below told: (_ above: [Matrix]) -> [Matrix]
  ) -> (below: SequenceGradients, above: SequenceGradients) {
    let below = layer.lower.read(x)
    let above = layer.upper.gradients(
      layer.upper.read(below.hidden), hiddenGradients: arriving)
    return (layer.lower.gradients(below, hiddenGradients: told(above.inputs)), above)
  }

  private func mistakes(
    _ layer: Layer, _ x: [Matrix], _ arriving: [Matrix]
  ) -> KeyValuePairs<Mistake, SequenceGradients> {
    let right = made(layer, x, arriving) { $0 }
    let both = right.below.parameters + right.above.parameters
    func lower(_ told: ([Matrix]) -> [Matrix]) -> SequenceGradients {
      let below = made(layer, x, arriving, below: told).below
      return SequenceGradients(
        parameters: below.parameters + right.above.parameters, inputs: below.inputs)
    }
    return [
      .aboveSkipped: lower { _ in arriving },
      .bothTold: lower { zip($0, arriving).map { $0 + $1 } },
      .lastStepOnly: lower { above in
        above.indices.map { $0 == above.count - 1 ? above[$0] : above[$0].filledWithZeros }
      },
      .aboveFirst: SequenceGradients(
        parameters: right.above.parameters + right.below.parameters, inputs: right.below.inputs),
      .inputsOfTheUpper: SequenceGradients(parameters: both, inputs: right.above.inputs),
      .inputsOfBoth: SequenceGradients(
        parameters: both, inputs: zip(right.below.inputs, right.above.inputs).map { $0 + $1 }),
    ]
  }

  /// - Parameters:
  ///   - inputs: columns of the inputs; mistakes are computed where all sizes are alike.
  ///   - units: of the lower layer and of the upper one.
  private func expectGradients(
    rows: Int, inputs: Int, units: (Int, Int), steps: Int,
    using generator: inout SeededGenerator, line: UInt = #line
  ) {
    let layer = Layer(
      lower: PlainLayer(inputs: inputs, units: units.0, using: &generator),
      upper: PlainLayer(inputs: units.0, units: units.1, using: &generator))
    func normal(_ columns: Int) -> [Matrix] {
      (0..<steps).map { _ in .normal(rows: rows, columns: columns, using: &generator) }
    }
    let (x, arriving) = (normal(inputs), normal(units.1))
    let isSquare = inputs == units.0 && units.0 == units.1
    expect(
      layer.gradients(layer.read(x), hiddenGradients: arriving), "gradients",
      equals: slopes(of: layer, x, arriving), within: 1e-7,
      mistakes: isSquare ? mistakes(layer, x, arriving) : [:], line: line)
  }

  func test_13_8_layersOfOneSize() {
    trials(4) { expectGradients(rows: 2, inputs: 2, units: (2, 2), steps: 4, using: &$0) }
  }

  func test_13_8_layersOfDifferentSizes() {
    trials(4) { expectGradients(rows: 3, inputs: 2, units: (4, 3), steps: 3, using: &$0) }
  }

  func test_13_8_asInPyTorch() throws {
    for golden in try GoldenLayers.named("PyTorch, two layers") {
      let layer = Stacked(lower: golden.lstm(at: 0), upper: golden.lstm(at: 3))
      expect(layer, computes: golden)
    }
  }
}
