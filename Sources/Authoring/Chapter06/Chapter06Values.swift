import Backpropagation
import Course
import GradientChecking
import LSTMGates
import LinearAlgebra
import VanillaRNN

/// The values of chapter 06, "Gradient checking".
enum Chapter06Values {
  static func all(in folder: PackageFolder) throws -> PageValues.List {
    let (loss, slope) = (network(0.5).loss, network(0.5).cell.recurrentWeights[0, 0])
    let curves = StepSizeCurve.all(try Measurements("06-step-sizes", in: folder))
    let constants = StepSizeCurve.constants
    let smallSlope = 1 - 0.0005 * 0.0005
    let values: PageValues.List = [
      "cube": differences(of: { $0 * $0 * $0 }, at: 2, slope: 12),
      "network": differences(of: { network($0).loss }, at: 0.5, slope: slope),
      "slope": slope, "loss-by-slope": [loss, slope, loss / slope],
      "numerical": centralDifference(of: { network($0).loss }, at: 0.5, step: 1e-4),
      "step-sizes": curves.map(\.best),
      "constants": [constants.central, constants.forward, constants.rounding],
      "error-of-two": relativeError(3, -1),
      "small-slope": smallSlope, "small-error": 1 - smallSlope,
      "low-floor": try Measurements("06-floors", in: folder)["errors"].last ?? .nan,
    ]
    return values.merging(ninth) { $1 }
  }

  /// The loss and the gradients of chapter 05's network of one unit, by its recurrent weight.
  private static func network(_ weight: Double) -> RNNModelGradients {
    RNNModel(
      cell: RNNCell(inputWeights: [[1]], recurrentWeights: [[weight]], bias: [[0.1]]),
      output: OutputLayer(weights: [[1, -1]], bias: [[0, 0]])
    ).gradients([[[1]], [[0]]], targets: [[0], [1]], from: [[0]])
  }

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

  /// Of the ninth student in the first trial, for each unit: both gradients of the forget gate's
  /// bias, and both cell states.
  private static var ninth: PageValues.List {
    let trial = LSTMTrial.hunt[0]
    let analytic = trial.parameters(of: trial.gradientsWithNewCellState)[9].values
    let numerical = numericalGradients(of: trial, step: 1e-5, loss: { $0.loss })[9].values
    let old = trial.initialState.cell.values
    let new = trial.cell.step(trial.inputs[0], from: trial.initialState).cell.values
    let quotients = zip(analytic, numerical).map { [$0, $1, $0 / $1] }
    return [
      "quotients": quotients, "analytic": quotients[0][0], "measured": quotients[0][1],
      "quotient": quotients[0][2], "old": old, "new": new,
      "new-by-old": zip(new, old).map { $0 / $1 },
    ]
  }
}
