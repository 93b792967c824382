import Course
import Foundation
import GradientChecking
import LSTMGates
import Laboratory
import LinearAlgebra

/// The values of chapter 06, "Gradient checking".
enum Chapter06Values {
  static func all(in folder: PackageFolder) throws -> PageValues.List {
    let oneUnit = StepSizeExperiment<Double>()
    let (central, forward, rounding) = StepSizeExperiment<Double>.constants
    let smallSlope = 1 - 0.0005 * 0.0005
    var values: PageValues.List = [
      "mistakes": mistakes.map(Chapter06Figures.meanCosine),
      "cube": differences(of: { $0 * $0 * $0 }, at: 2, slope: 12),
      "network": differences(of: oneUnit.loss, at: 0.5, slope: oneUnit.slope(0.5)),
      "slope": oneUnit.slope(0.5),
      "loss-by-slope": [
        oneUnit.loss(0.5), oneUnit.slope(0.5), oneUnit.loss(0.5) / oneUnit.slope(0.5),
      ],
      "numerical": oneUnit.central(at: 0.5, step: 1e-4),
      "step-sizes": StepSizeExperiment<Double>().bests + StepSizeExperiment<Float>().bests,
      "constants": [central, forward, rounding],
      "small-slope": smallSlope,
      "small-error": 1 - smallSlope,
      "low-floor": try Measurements("06-floors", in: folder)["errors"].last ?? .nan,
    ]
    values.merge(ninth) { $1 }
    values.merge(kinks) { $1 }
    return values
  }

  /// The mistakes of the hunt, in the order of the page.
  private static let mistakes: [BackwardMistake] = [
    .missingTanhSlope, .swappedGate, .overwrittenGradient, .lostCellCarry, .unsummedBias,
    .transposedWeight, .truncationOffByOne,
  ]

  /// Forward and central differences of some steps, each with its error.
  private static func differences(
    of function: (Double) -> Double, at x: Double, slope: Double
  ) -> [[Double]] {
    [0.1, 0.05, 0.025].map { step in
      let forward = forwardDifference(of: function, at: x, step: step)
      let central = centralDifference(of: function, at: x, step: step)
      return [step, forward, abs(forward - slope), central, abs(central - slope)]
    }
  }

  private static var kinks: PageValues.List {
    var generator = SeededGenerator(seed: 6)
    let numbers = Matrix.normal(rows: 1, columns: 1_000_000, using: &generator).values
    return [
      "kinks": kinksCrossed(numbers, step: 1e-5), "kinks-large": kinksCrossed(numbers, step: 1e-3),
      "kinks-float": kinksCrossed(numbers, step: 0.0056),
    ]
  }

  /// Of the ninth student in the first trial, for each unit: both gradients of the forget gate's
  /// bias, and both cell states.
  private static var ninth: PageValues.List {
    let trial = LSTMTrial.hunt[0]
    let wrong = trial.gradientsWithNewCellState
    let analytic = trial.parameters(of: wrong)[9].values
    let numerical = numericalGradients(of: trial, step: 1e-5, loss: { $0.loss })[9].values
    let old = trial.initialState.cell.values
    let new = trial.cell.step(trial.inputs[0], from: trial.initialState).cell.values
    return [
      "quotients": analytic.indices.map {
        [analytic[$0], numerical[$0], analytic[$0] / numerical[$0]]
      },
      "analytic": analytic[0], "measured": numerical[0], "quotient": analytic[0] / numerical[0],
      "old": old, "new": new, "new-by-old": zip(new, old).map { $0 / $1 },
    ]
  }
}

extension StepSizeExperiment {
  /// The best step as predicted, the best measured, and the error there: of central differences, and
  /// of forward ones.
  fileprivate var bests: [Double] {
    [true, false].flatMap { isCentral -> [Double] in
      let curve = errors(of: isCentral ? central : forward)
      let best = curve.min { $0.y < $1.y }
      return [Self.bestStep(central: isCentral), best?.x ?? .nan, best?.y ?? .nan]
    }
  }
}
