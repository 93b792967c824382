import Backpropagation
import Course
import Foundation
import GradientChecking
import LSTMGates
import LinearAlgebra
import Plots

/// The figures of chapter 06, "Gradient checking".
enum Chapter06Figures {
  static func all() -> [Figure] {
    [
      Figure(name: "06-step-size", svg: stepSize.svg()),
      Figure(name: "06-report", svg: report.svg()),
    ]
  }

  // MARK: Step sizes

  static var stepSize: LineChart {
    let (double, float) = (StepSizeExperiment<Double>(), StepSizeExperiment<Float>())
    let steps = StepSizeExperiment<Double>.steps
    var predictions: [(x: Double, y: Double)] = []
    for central in [true, false] {
      predictions += steps.map {
        (x: $0, y: StepSizeExperiment<Double>.prediction(step: $0, central: central))
      }
      // In single precision smaller steps are lost altogether, and nothing is left to predict.
      predictions += [(x: .nan, y: .nan)]
      predictions += steps.filter { $0 > 1e-6 }.map {
        (x: $0, y: StepSizeExperiment<Float>.prediction(step: $0, central: central))
      }
      predictions += [(x: .nan, y: .nan)]
    }
    return LineChart(
      title: "Error of a measured slope against the step",
      description: "Four curves in the shape of a V over steps from 1e-13 to 0.1, both axes "
        + "logarithmic, each on top of its predicted curve. In double precision the error of central "
        + "differences is least at a step of 7e-6, 3e-11, and that of forward differences at 3e-8, "
        + "1.5e-8. In single precision the least errors are 2e-5 at 0.006 and 3e-4 at 0.0007; below "
        + "a step of 1e-8 both are 1.",
      x: Axis(label: "step ε", scale: .logarithmic),
      y: Axis(label: "relative error", scale: .logarithmic, range: 1e-12...10),
      series: [
        Series(name: "central, Double", points: double.errors(of: double.central)),
        Series(name: "forward, Double", points: double.errors(of: double.forward)),
        Series(name: "central, Float", points: float.errors(of: float.central)),
        Series(name: "forward, Float", points: float.errors(of: float.forward)),
        Series(name: "predicted", points: predictions, style: .reference),
      ], labelling: .legend, height: 480)
  }

  // MARK: A report as a picture

  /// The largest relative error of each parameter of a trial, with that mistake.
  static func errors(in trial: LSTMTrial) -> [(name: String, error: Double)] {
    let gradients = trial.gradientsWithNewCellState
    let report = try? checkGradients(
      of: trial, analytic: trial.parameters(of: gradients), loss: { $0.loss })
    return (report?.parameters ?? []).map { ($0.name, $0.worst.relativeError) }
  }

  /// One step and three, each as a table of gates by weights. Below the tolerance all errors look
  /// alike: what is measured there is the rounding of the machine that draws.
  static var report: SmallMultiples {
    let trials = [LSTMTrial.hunt[0], LSTMTrial.hunt[2]]
    let panels = zip(["one row, one step", "three rows, three steps"], trials).map { title, trial in
      let errors = Dictionary(errors(in: trial), uniquingKeysWith: { first, _ in first })
      let values = ["W", "U", "b"].map { parameter in
        ["i", "f", "g", "o"].map { gate in
          let error = errors[parameter + gate] ?? .nan
          return (10 * log10(max(error, 1e-6))).rounded() / 10
        }
      }
      return Chart.heatMap(
        HeatMap(
          title: title,
          description: "The logarithm of the largest relative error of each weight, by gate.",
          values: values, rowLabels: ["W", "U", "b"], columnLabels: ["i", "f", "g", "o"],
          valueLabel: "relative error, power of ten", range: -6...0, showsValues: true))
    }
    return SmallMultiples(
      title: "The same mistake, in a small case and in a larger one",
      description: "Two tables of the relative errors of W, U and b, by gate. With one row and one "
        + "step only the column of the forget gate is wrong, all others are at 1e-6 or below. With three steps every number of both "
        + "tables is.",
      panels: panels, columns: 2)
  }

  // MARK: How well a wrong gradient points

  /// The mean, over twenty random LSTMs, of the cosine of the angle between the gradient of all
  /// weights with a mistake and without it.
  static func meanCosine(of mistake: BackwardMistake) -> Double {
    let cosines = (1...20).map { seed in
      var generator = SeededGenerator(seed: UInt64(seed))
      let trial = LSTMTrial(
        batch: 3, length: 20, inputSize: 4, hiddenSize: 16, window: 10, using: &generator)
      func weights(_ gradients: LSTMGradients) -> [Double] {
        gradients.parameters.flatMap(\.values)
      }
      return cosine(weights(trial.gradients(with: mistake)), weights(trial.listedGradients()))
    }
    return cosines.reduce(0, +) / Double(cosines.count)
  }
}
