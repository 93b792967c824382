import Course
import Foundation

/// The error of a measured slope for steps of 0.1 down to 1e-13, eight to a power of ten: as it was
/// measured for chapters/measurements/06-step-sizes.txt, and as chapter 06 predicts it.
struct StepSizeCurve {
  /// `central, Double`: the difference, and the precision.
  let name: String
  let errors: [(x: Double, y: Double)]

  static func all(_ measured: Measurements) -> [StepSizeCurve] {
    ["central, Double", "forward, Double", "central, Float", "forward, Float"].map { name in
      StepSizeCurve(name: name, errors: zip(steps, measured[name]).map { ($0, $1) })
    }
  }

  static let steps = (8...104).map { pow(10, -Double($0) / 8) }

  private var isCentral: Bool { name.hasPrefix("central") }
  private var isDouble: Bool { name.hasSuffix("Double") }

  /// What the errors are predicted from, |f'''/(6f')|, |f''/(2f')| and |f/f'|, each the root mean
  /// square over the weights.
  static let constants = (central: 0.243, forward: 0.213, rounding: 1.64)

  /// What rounding adds to one loss, relative to the slope, for a step of 1.
  private var rounding: Double {
    (isDouble ? Double.ulpOfOne : Double(Float.ulpOfOne)) / 2 * Self.constants.rounding
  }

  /// What is cut off from Taylor's series, and what rounding adds to two losses, both relative to
  /// the slope. In single precision smaller steps are lost altogether, and nothing is left to predict.
  var predictions: [(x: Double, y: Double)] {
    Self.steps.filter { isDouble || $0 > 1e-6 }.map { step in
      let cut = isCentral ? Self.constants.central * step * step : Self.constants.forward * step
      return (step, cut + (isCentral ? 1 : 2) * rounding / step)
    }
  }

  /// The best step as predicted, the best measured, and the error there.
  var best: [Double] {
    let predicted =
      isCentral
      ? cbrt(rounding / (2 * Self.constants.central))
      : (2 * rounding / Self.constants.forward).squareRoot()
    let measured = errors.min { $0.y < $1.y }
    return [predicted, measured?.x ?? .nan, measured?.y ?? .nan]
  }
}
