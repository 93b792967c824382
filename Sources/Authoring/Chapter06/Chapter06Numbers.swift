import Backpropagation
import Course
import Foundation
import GradientChecking
import LSTMGates
import LinearAlgebra
import VanillaRNN

import func Text.grouped

/// The numbers of chapter 06, "Gradient checking".
enum Chapter06Numbers {
  static func all() -> PageNumbers {
    PageNumbers(
      page: "chapters/06-gradient-checking.md",
      tables: [mistakes, cube, network, floors, stepSizes, quotients],
      sentences: slopes + lowFloor + constants + kinks + small + suspect + runs)
  }

  // MARK: The first page

  /// What the page calls the mistakes of the hunt.
  private static let names: [(BackwardMistake, String)] = [
    (.missingTanhSlope, "a tanh's slope is missing"), (.swappedGate, "two gates are exchanged"),
    (.overwrittenGradient, "a gradient is overwritten, not added"),
    (.lostCellCarry, "the carry of the cell state is lost"),
    (.unsummedBias, "a bias is not summed over the batch"),
    (.transposedWeight, "a weight is not transposed"),
    (.truncationOffByOne, "a truncation is off by one"),
  ]

  private static let mistakes = PageTable(
    "06-mistakes", ["the mistake", "mean cosine"],
    names.map { [$0.1, number(Chapter06Figures.meanCosine(of: $0.0), 3)] })

  // MARK: By hand

  /// Forward and central differences of some steps, each with its error.
  private static func differences(
    _ name: String, of function: (Double) -> Double, at x: Double, slope: Double,
    _ written: (Double) -> String
  ) -> PageTable {
    PageTable(
      name, ["$\\varepsilon$", "forward", "its error", "central", "its error"],
      [0.1, 0.05, 0.025].map { step in
        let forward = forwardDifference(of: function, at: x, step: step)
        let central = centralDifference(of: function, at: x, step: step)
        return ["\(step)"]
          + [forward, abs(forward - slope), central, abs(central - slope)].map(written)
      })
  }

  private static func cubed(_ x: Double) -> Double { x * x * x }

  private static let cube = differences("06-cube", of: cubed, at: 2, slope: 12) { plain($0, 6) }

  private static let oneUnit = StepSizeExperiment<Double>()

  private static let network = differences(
    "06-network", of: oneUnit.loss, at: 0.5, slope: oneUnit.slope(0.5)
  ) { number($0, 6) }

  private static let slopes = [
    """
    backpropagation said \(number(oneUnit.slope(0.5), 4)) (with more digits, \
    \(number(oneUnit.slope(0.5), 6)))
    """,
    """
    The analytic slope is \(number(oneUnit.slope(0.5), 9)), the numerical one, measured with \
    $\\varepsilon = 10^{-4}$, \(number(oneUnit.central(at: 0.5, step: 1e-4), 9)).
    """,
  ]

  private static let runs = {
    let all = Chapter05Numbers.parameters.all
    return [
      "The \(grouped(all)) numbers of chapter 5's first page take \(grouped(2 * all)) runs."
    ]
  }()

  // MARK: The floor

  private static let floors = PageTable(
    "06-floors", ["floor"] + FloorExperiment.floors.map { "$10^{\(Int(log10($0).rounded()))}$" },
    [["largest error"] + FloorExperiment.measured.map { powerOfTen($0, 2) }])

  private static let lowFloor = [
    """
    With a floor of $10^{-8}$, right gradients look wrong by \
    \(powerOfTen(FloorExperiment.measured.last ?? .nan, 1)).
    """
  ]

  // MARK: Step sizes

  private static let stepSizes = PageTable(
    "06-step-sizes", ["", "best step, predicted", "measured", "least error"],
    [
      stepSizes("central, `Double`", StepSizeExperiment<Double>(), central: true),
      stepSizes("forward, `Double`", StepSizeExperiment<Double>(), central: false),
      stepSizes("central, `Float`", StepSizeExperiment<Float>(), central: true),
      stepSizes("forward, `Float`", StepSizeExperiment<Float>(), central: false),
    ])

  private static let constants = {
    let (central, forward, rounding) = StepSizeExperiment<Double>.constants
    return [
      "$c_1 = \(number(central, 3))$, $c_1' = \(number(forward, 3))$ and $c_2 = \(number(rounding, 2))$"
    ]
  }()

  private static func stepSizes<Number>(
    _ name: String, _ experiment: StepSizeExperiment<Number>, central: Bool
  ) -> [String] {
    let curve = experiment.errors(of: central ? experiment.central : experiment.forward)
    guard let best = curve.min(by: { $0.y < $1.y }) else { return [] }
    func step(_ value: Double) -> String {
      value < 1e-4 ? powerOfTen(value, 2) : significant(value, 2)
    }
    let predicted = StepSizeExperiment<Number>.bestStep(central: central)
    return [name, step(predicted), step(best.x), powerOfTen(best.y, 2)]
  }

  // MARK: Kinks

  private static let kinks = {
    var generator = SeededGenerator(seed: 6)
    let values = Matrix.normal(rows: 1, columns: 1_000_000, using: &generator).values
    let counts = [1e-5, 1e-3, 0.0056].map { grouped(kinksCrossed(values, step: $0)) }
    return [
      """
      With a step of $10^{-5}$, \(counts[0]) were wrong. With $10^{-3}$, \(counts[1]) were, and \
      with 0.0056, the best step for a `Float`, \(counts[2]).
      """
    ]
  }()

  private static let small = {
    let slope = 1 - 0.0005 * 0.0005
    return [
      """
      With states of 0.0005, the slope $1 - h^2$ of a tanh is \(number(slope, 8)). Forget it, and \
      the relative error is \(powerOfTen(1 - slope, 2))
      """
    ]
  }()

  // MARK: The ninth student

  /// In the first trial, for each unit: both gradients of the forget gate's bias, and both cell
  /// states.
  private static let ninth = {
    let trial = LSTMTrial.hunt[0]
    let wrong = trial.gradientsWithNewCellState
    let analytic = trial.parameters(of: wrong)[9].values
    let numerical = numericalGradients(of: trial, step: 1e-5, loss: { $0.loss })[9].values
    let after = trial.cell.step(trial.inputs[0], from: trial.initialState).cell.values
    return (analytic, numerical, trial.initialState.cell.values, after)
  }()

  private static let quotients = {
    let (analytic, numerical, _, _) = ninth
    return PageTable(
      "06-quotients", ["unit", "analytic", "numerical", "quotient"],
      analytic.indices.map {
        [
          "\($0)", number(analytic[$0], 5), number(numerical[$0], 5),
          number(analytic[$0] / numerical[$0], 3),
        ]
      })
  }()

  private static let suspect = {
    let (analytic, numerical, old, new) = ninth
    let ratios = list(zip(new, old).map { number($0 / $1, 3) })
    return [
      """
      at its worst entry the backward pass says \(number(analytic[0], 5)) and the loss \
      \(number(numerical[0], 5)). The **quotient**, analytic by numerical, is \
      \(number(analytic[0] / numerical[0], 3)).
      """,
      """
      The trial's old cell states are \(list(old.map { number($0, 4) })), its new ones \
      \(list(new.map { number($0, 4) })), and new divided by old is \(ratios)
      """,
    ]
  }()
}

/// How wrong right gradients look with a floor under the relative error: those of twenty random LSTM
/// models, each checked with the usual step.
enum FloorExperiment {
  static let floors = [1e-2, 1e-3, 1e-4, 1e-5, 1e-8]

  /// The largest relative error of any number, for each floor. It is rounding, which other processors
  /// may do otherwise, so `errors()` was measured once; a test measures again.
  static let measured = [4.5e-9, 4.2e-8, 3.5e-7, 2.1e-6, 1.8e-5]

  static func errors() -> [Double] {
    var worst = floors.map { _ in 0.0 }
    for seed in 1...20 as ClosedRange<UInt64> {
      let (analytic, numerical) = gradients(seed: seed)
      for (a, n) in zip(analytic.flatMap(\.values), numerical.flatMap(\.values)) {
        for (index, floor) in floors.enumerated() {
          worst[index] = max(worst[index], relativeError(a, n, floor: floor))
        }
      }
    }
    return worst
  }

  /// Both gradients of a model of up to 9 units that reads up to 5 rows of up to 20 steps.
  private static func gradients(seed: UInt64) -> (analytic: [Matrix], numerical: [Matrix]) {
    var generator = SeededGenerator(seed: seed)
    func size(_ largest: Int) -> Int { 1 + generator.integer(below: largest) }
    func normal(_ rows: Int, _ columns: Int, _ deviation: Double) -> Matrix {
      .normal(rows: rows, columns: columns, standardDeviation: deviation, using: &generator)
    }
    let (rows, units, length) = (size(5), size(9), size(20))
    let (inputSize, symbols) = (size(4), size(5))
    let spread = 1 / Double(units).squareRoot()
    let inputs = (0..<length).map { _ in normal(rows, inputSize, 1) }
    let targets = (0..<length).map { _ in
      (0..<rows).map { _ in generator.integer(below: symbols) }
    }
    let state = LSTMState(hidden: normal(rows, units, 0.5), cell: normal(rows, units, 1))
    let output = OutputLayer(
      weights: normal(units, symbols, spread), bias: normal(1, symbols, 0.5))
    let cell = LSTMCell(
      inputWeights: normal(inputSize, 4 * units, 0.7),
      recurrentWeights: normal(units, 4 * units, spread), bias: normal(1, 4 * units, 0.5))
    let model = LSTMModel(cell: cell, output: output)
    return (
      model.gradients(inputs, targets: targets, from: state).parameters,
      numericalGradients(of: model, step: 1e-5) {
        $0.loss(inputs, targets: targets, from: state)
      }
    )
  }
}
