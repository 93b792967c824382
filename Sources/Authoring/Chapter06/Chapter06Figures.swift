import Backpropagation
import Course
import Foundation
import GradientChecking
import LSTMGates
import LinearAlgebra
import Plots

/// The figures of chapter 06, "Gradient checking".
enum Chapter06Figures {
  static func all(in folder: PackageFolder) throws -> [Figure] {
    let curves = StepSizeCurve.all(try Measurements("06-step-sizes", in: folder))
    return [
      Figure(name: "06-step-size", stepSize(curves)),
      Figure(name: "06-report", report),
    ]
  }

  private static func stepSize(_ curves: [StepSizeCurve]) -> LineChart {
    let predictions = [curves[0], curves[2], curves[1], curves[3]].flatMap {
      $0.predictions + [(x: .nan, y: .nan)]
    }
    return LineChart(
      title: "Error of a measured slope against the width",
      description: "Four curves in the shape of a V over widths from 1e-13 to 0.1, both axes "
        + "logarithmic, each on top of its predicted curve. In double precision the error of central "
        + "differences is least at a width of 7e-6, 3e-11, and that of forward differences at 3e-8, "
        + "1.5e-8. In single precision the least errors are 2e-5 at 0.006 and 3e-4 at 0.0007; below "
        + "a width of 1e-8 both are 1.",
      x: Axis(label: "width ε", scale: .logarithmic),
      y: Axis(label: "relative error", scale: .logarithmic, range: 1e-12...10),
      series: curves.map { Series(name: $0.name, points: $0.errors) } + [
        Series(name: "predicted", points: predictions, style: .reference)
      ], labelling: .legend, height: 480)
  }

  // MARK: A report as a picture

  /// The largest relative error of each parameter of a trial, with the ninth student's mistake.
  static func errors(in trial: LSTMTrial) -> [Double] {
    let gradients = trial.parameters(of: trial.gradientsWithNewCellState)
    let report = try? checkGradients(of: trial, analytic: gradients, loss: { $0.loss })
    return report?.parameters.map { $0.worst.relativeError } ?? []
  }

  /// One step and three, each as a table of gates by weights. Below the tolerance all errors look
  /// alike: what is measured there is the rounding of the machine that draws.
  private static var report: SmallMultiples {
    let panels = [LSTMTrial.hunt[0], LSTMTrial.hunt[2]].map { trial in
      let powers = errors(in: trial).map { (10 * log10(max($0, 1e-6))).rounded() / 10 }
      return Chart.heatMap(
        HeatMap(
          title: trial.title,
          description: "The logarithm of the largest relative error of each weight, by gate.",
          values: [0, 4, 8].map { Array(powers[$0..<$0 + 4]) },
          rowLabels: ["W", "U", "b"], columnLabels: ["i", "f", "g", "o"],
          valueLabel: "relative error, power of ten", range: -6...0, showsValues: true))
    }
    return SmallMultiples(
      title: "The same mistake, in a small case and in a larger one",
      description: "Two tables of the relative errors of W, U and b, by gate. With one row and one "
        + "step only the column of the forget gate is wrong, all others are at 1e-6 or below. With "
        + "three steps every number of both tables is.",
      panels: panels, columns: 2)
  }
}
