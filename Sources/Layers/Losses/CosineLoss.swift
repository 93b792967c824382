import Kernels

/// −cos of the angle between an output and its target; see ``Loss/cosineSimilarity``.
enum CosineLoss {
  /// Vectors shorter than its root count as so long, as in Keras.
  private static let smallest = 1e-12

  static func similarity(_ p: [Double], _ y: [Double]) -> Double {
    zip(p, y).reduce(0) { $0 + $1.0 * $1.1 } / (length(p) * length(y))
  }

  private static func length(_ vector: [Double]) -> Double {
    max(vector.reduce(0) { $0 + $1 * $1 }, smallest).squareRoot()
  }

  /// One step.
  static func forwardAndBackward<Scalar: KernelScalar>(
    _ outputs: UnsafeMutablePointer<Scalar>, target: UnsafePointer<Scalar>, columns: Int,
    scale: Scalar
  ) -> Double {
    let p = (0..<columns).map { Double(outputs[$0]) }
    let y = (0..<columns).map { Double(target[$0]) }
    let (cosine, size, targetSize) = (similarity(p, y), length(p), length(y))
    // d cos / d p = (y / ‖y‖ − cos · p / ‖p‖) / ‖p‖; the second term turns with ‖p‖ alone.
    let turn = size * size > smallest ? cosine / size : 0
    for column in 0..<columns {
      outputs[column] = scale * Scalar(-(y[column] / targetSize - turn * p[column]) / size)
    }
    return -cosine
  }
}

/// max(τ (y − p), (τ − 1) (y − p)) for each quantile τ; see ``Loss/pinball(quantiles:)``.
enum PinballLoss {
  /// One step; the sum over the quantiles.
  static func forwardAndBackward<Scalar: KernelScalar>(
    _ outputs: UnsafeMutablePointer<Scalar>, target: Scalar, _ quantiles: [Double], scale: Scalar
  ) -> Double {
    var loss = 0.0
    for (index, quantile) in quantiles.enumerated() {
      let difference = Double(target) - Double(outputs[index])
      loss += max(quantile * difference, (quantile - 1) * difference)
      let slope = difference > 0 ? -quantile : difference < 0 ? 1 - quantile : 0
      outputs[index] = scale * Scalar(slope)
    }
    return loss
  }
}
