import Kernels

/// −log of a mixture's density at the target; see ``Loss/gaussianMixture(components:)``.
///
/// A step's outputs are K logits of the weights, then for each component D means, then for each
/// component D logarithms of standard deviations.
enum MixtureLoss<Scalar: KernelScalar> {
  /// One step.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func forwardAndBackward(
    _ outputs: UnsafeMutablePointer<Scalar>, target: UnsafePointer<Scalar>, components: Int,
    size: Int, scale: Scalar
  ) -> Double {
    let (means, spreads) = (outputs + components, outputs + components * (1 + size))
    func distance(_ index: Int, _ column: Int) -> Double {
      (Double(target[column]) - Double(means[index])) * Double.exp(-Double(spreads[index]))
    }
    let densities = (0..<components).map { component in
      (0..<size).reduce(0.0) { sum, column in
        let index = component * size + column
        let z = distance(index, column)
        return sum - z * z / 2 - Double(spreads[index]) - halfLogTwoPi
      }
    }
    let mixture = Mixture(logits: outputs, densities)
    for component in 0..<components {
      let share = mixture.responsibilities[component]
      for column in 0..<size {
        let index = component * size + column
        let z = distance(index, column)
        let slope = -share * z * Double.exp(-Double(spreads[index]))
        means[index] = scale * Scalar(slope)
        spreads[index] = scale * Scalar(share * (1 - z * z))
      }
      outputs[component] = scale * Scalar(mixture.weights[component] - share)
    }
    return mixture.loss
  }
}

/// −log of the probability that a pen is lifted or not, and of a mixture of bivariate normal
/// densities at the target; see ``Loss/penMixture(components:)``.
///
/// A step's outputs are the logit of a lifted pen, K logits of the weights, then for each component
/// two means, then for each two logarithms of standard deviations, then for each the number whose tanh
/// is the correlation.
enum PenLoss<Scalar: KernelScalar> {
  /// One step.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  static func forwardAndBackward(
    _ outputs: UnsafeMutablePointer<Scalar>, target: UnsafePointer<Scalar>, components: Int,
    scale: Scalar
  ) -> Double {
    let logits = outputs + 1
    let bells = (0..<components).map { component -> Bell in
      let (means, spreads) = (
        logits + components + 2 * component, logits + 3 * components + 2 * component
      )
      return Bell(
        x: (Double(target[0]) - Double(means[0])) * Double.exp(-Double(spreads[0])),
        y: (Double(target[1]) - Double(means[1])) * Double.exp(-Double(spreads[1])),
        logSpreads: Double(spreads[0]) + Double(spreads[1]),
        twist: Double(logits[5 * components + component]))
    }
    let mixture = Mixture(logits: logits, bells.map(\.logDensity))
    for (component, bell) in bells.enumerated() {
      let share = mixture.responsibilities[component]
      let (means, spreads) = (
        logits + components + 2 * component, logits + 3 * components + 2 * component
      )
      let (alongX, alongY) = (
        bell.sharpness * (bell.x - bell.correlation * bell.y),
        bell.sharpness * (bell.y - bell.correlation * bell.x)
      )
      means[0] = scale * Scalar(-share * alongX * Double.exp(-Double(spreads[0])))
      means[1] = scale * Scalar(-share * alongY * Double.exp(-Double(spreads[1])))
      spreads[0] = scale * Scalar(share * (1 - bell.x * alongX))
      spreads[1] = scale * Scalar(share * (1 - bell.y * alongY))
      logits[5 * components + component] = scale * Scalar(-share * bell.slopeOfTwist)
      logits[component] = scale * Scalar(mixture.weights[component] - share)
    }
    let (logit, isUp) = (Double(outputs[0]), Double(target[2]))
    outputs[0] = scale * Scalar(1 / (1 + Double.exp(-logit)) - isUp)
    return mixture.loss + max(logit, 0) - logit * isUp + Double.log(1 + Double.exp(-abs(logit)))
  }

  /// A bivariate normal density at a target.
  private struct Bell {
    /// How far the target is from the mean, in standard deviations.
    let x, y: Double
    let logSpreads: Double
    /// What the correlation is the tanh of.
    let twist: Double
    let correlation: Double
    /// 1 / (1 − ρ²) = cosh² of the twist, without the cancellation.
    let sharpness: Double

    init(x: Double, y: Double, logSpreads: Double, twist: Double) {
      (self.x, self.y, self.logSpreads, self.twist) = (x, y, logSpreads, twist)
      let cosh = (Double.exp(twist) + Double.exp(-twist)) / 2
      sharpness = cosh * cosh
      correlation = Double.tanh(twist)
    }

    var logDensity: Double {
      -2 * halfLogTwoPi - logSpreads + Double.log(sharpness) / 2 - square * sharpness / 2
    }

    /// d log density / d twist.
    var slopeOfTwist: Double { x * y + correlation * (1 - sharpness * square) }

    private var square: Double { x * x + y * y - 2 * correlation * x * y }
  }
}

/// A mixture at one target, by the logarithms of its densities there.
private struct Mixture {
  let weights: [Double]
  /// The probability of each component after the target is known.
  let responsibilities: [Double]
  let loss: Double

  init<Scalar: KernelScalar>(logits: UnsafePointer<Scalar>, _ logDensities: [Double]) {
    var weights = logDensities.indices.map { Double(logits[$0]) }
    var parts = zip(weights, logDensities).map { $0 + $1 }
    func shares(_ values: inout [Double]) -> Double {
      values.withUnsafeMutableBufferPointer { logSumAndShares($0.baseAddress!, count: $0.count) }
    }
    loss = shares(&weights) - shares(&parts)
    (self.weights, responsibilities) = (weights, parts)
  }
}

/// ½ log 2π.
private let halfLogTwoPi = 0.918_938_533_204_672_8
