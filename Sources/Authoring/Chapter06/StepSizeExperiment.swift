import Course
import Foundation

/// The experiment of chapter 06 on step sizes: the slope of a loss along one weight, measured with
/// differences of many step sizes, in single and in double precision.
///
/// The loss is that of chapter 05's network of one unit and two steps. It is computed by additions,
/// multiplications and divisions alone, which round in the same way on every machine.
struct StepSizeExperiment<Number: BinaryFloatingPoint> {
  /// The network's input weight and bias; its recurrent weight is what moves.
  static var inputWeight: Double { 1 }
  static var bias: Double { 0.1 }

  /// 0.1 down to 1e-13, eight to a power of ten.
  static var steps: [Double] { (8...104).map { pow(10, -Double($0) / 8) } }

  /// The recurrent weights at which slopes are measured: one alone would jump about.
  static var weights: [Double] { (0..<40).map { 0.25 + Double($0) / 80 } }

  /// The mean of the two surprises: symbol 0 came after the first step, symbol 1 after the second.
  ///
  /// With logits h and -h, the softmax says (1 + tanh h) / 2 to symbol 0.
  func loss(_ recurrentWeight: Number) -> Number {
    let first = tanh(Number(Self.inputWeight) + Number(Self.bias))
    let second = tanh(first * recurrentWeight + Number(Self.bias))
    return -(log((1 + tanh(first)) / 2) + log((1 - tanh(second)) / 2)) / 2
  }

  /// The slope of the loss along the recurrent weight, by the chain rule.
  func slope(_ recurrentWeight: Number) -> Number {
    let first = tanh(Number(Self.inputWeight) + Number(Self.bias))
    let second = tanh(first * recurrentWeight + Number(Self.bias))
    return (1 + tanh(second)) / 2 * (1 - second * second) * first
  }

  func forward(at weight: Double, step: Double) -> Double {
    let (weight, step) = (Number(weight), Number(step))
    return Double((loss(weight + step) - loss(weight)) / step)
  }

  func central(at weight: Double, step: Double) -> Double {
    let (weight, step) = (Number(weight), Number(step))
    return Double((loss(weight + step) - loss(weight - step)) / (2 * step))
  }

  /// For each step, the root mean square, over the weights, of the relative error of a difference.
  func errors(
    of difference: (_ weight: Double, _ step: Double) -> Double
  ) -> [(x: Double, y: Double)] {
    let exact = StepSizeExperiment<Double>()
    let truths = Self.weights.map { exact.slope($0) }
    return Self.steps.map { step in
      let squares = zip(Self.weights, truths).map { weight, truth in
        pow((difference(weight, step) - truth) / truth, 2)
      }
      return (x: step, y: (squares.reduce(0, +) / Double(squares.count)).squareRoot())
    }
  }

  /// What the errors are predicted from, |f'''/(6f')|, |f''/(2f')| and |f/f'|, each the root mean
  /// square over the weights.
  static var constants: (central: Double, forward: Double, rounding: Double) {
    (0.243, 0.213, 1.64)
  }

  /// The error that chapter 06 predicts: what is cut off from Taylor's series, and what rounding adds
  /// to two losses, both relative to the slope.
  static func prediction(step: Double, central: Bool) -> Double {
    let rounding = Double(Number.ulpOfOne) / 2 * constants.rounding / step
    return central
      ? constants.central * step * step + rounding : constants.forward * step + 2 * rounding
  }

  /// The step for which that is least.
  static func bestStep(central: Bool) -> Double {
    let rounding = Double(Number.ulpOfOne) / 2 * constants.rounding
    return central
      ? cbrt(rounding / (2 * constants.central)) : (2 * rounding / constants.forward).squareRoot()
  }

  // MARK: Functions by plain arithmetic

  /// Lambert's continued fraction, x / (1 + x² / (3 + x² / (5 + …))).
  private func tanh(_ x: Number) -> Number {
    var fraction = Number(27)
    for odd in stride(from: 25, through: 1, by: -2) { fraction = Number(odd) + x * x / fraction }
    return x / fraction
  }

  /// 2 (q + q³/3 + q⁵/5 + …) with q = (x - 1) / (x + 1), for x from 0.2 to 1.
  private func log(_ x: Number) -> Number {
    let q = (x - 1) / (x + 1)
    var sum = Number(0)
    for odd in stride(from: 91, through: 1, by: -2) { sum = 1 / Number(odd) + q * q * sum }
    return 2 * q * sum
  }
}

/// How many slopes of ReLUs a central difference gets wrong, because it steps across the kink.
///
/// - Parameters:
///   - values: pre-activations.
///   - step: how far each is moved to either side.
func kinksCrossed(_ values: [Double], step: Double) -> Int {
  values.filter { value in
    let measured = (max(0, value + step) - max(0, value - step)) / (2 * step)
    return abs(measured - (value > 0 ? 1 : 0)) > 1e-6
  }.count
}
