import Kernels

/// A loss that a closure gives. Two are the same where they are one value.
final class CustomLoss: Equatable, Sendable {
  typealias Work =
    @Sendable (
      UnsafeBufferPointer<Double>, UnsafeBufferPointer<Double>,
      UnsafeMutableBufferPointer<Double>
    ) -> Double

  let name: String
  /// Numbers in each target; nil for as many as there are outputs.
  let targetSize: Int?
  private let work: Work

  init(name: String, targetSize: Int?, _ work: @escaping Work) {
    (self.name, self.targetSize, self.work) = (name, targetSize, work)
  }

  static func == (left: CustomLoss, right: CustomLoss) -> Bool { left === right }

  /// One step.
  func forwardAndBackward<Scalar: KernelScalar>(
    _ outputs: UnsafeMutablePointer<Scalar>, target: UnsafePointer<Scalar>, columns: Int,
    scale: Scalar
  ) -> Double {
    let prediction = (0..<columns).map { Double(outputs[$0]) }
    let target = (0..<(targetSize ?? columns)).map { Double(target[$0]) }
    var gradient = [Double](repeating: 0, count: columns)
    let loss = prediction.withUnsafeBufferPointer { prediction in
      target.withUnsafeBufferPointer { target in
        gradient.withUnsafeMutableBufferPointer { work(prediction, target, $0) }
      }
    }
    for column in 0..<columns { outputs[column] = scale * Scalar(gradient[column]) }
    return loss
  }
}

extension Loss {
  /// A loss of your own, of one output after the other: its value, and its gradient.
  ///
  ///     let logCosh = Loss.custom("log_cosh") { prediction, target, gradient in
  ///       var sum = 0.0
  ///       for i in prediction.indices {
  ///         sum += log(cosh(prediction[i] - target[i]))
  ///         gradient[i] = tanh(prediction[i] - target[i])
  ///       }
  ///       return sum
  ///     }
  ///     try logCosh.checkGradient(prediction: [0.5, -1], target: [0, 2])
  ///
  /// No file can hold a closure: save such a model with `includingTraining: false`.
  ///
  /// - Parameters:
  ///   - name: in messages.
  ///   - targetSize: numbers in each target; nil for as many as there are outputs.
  ///   - work: of an output as the last layer gives it, activation and all, and its target, writes the
  ///     loss's derivative by each number of the output, which begin as zeros, and returns the loss.
  ///     Called on several threads.
  public static func custom(
    _ name: String, targetSize: Int? = nil,
    _ work:
      @escaping @Sendable (
        _ prediction: UnsafeBufferPointer<Double>, _ target: UnsafeBufferPointer<Double>,
        _ gradient: UnsafeMutableBufferPointer<Double>
      ) -> Double
  ) -> Loss {
    Loss(.custom(CustomLoss(name: name, targetSize: targetSize, work)))
  }

  /// Compares the gradient with central differences of the loss, for one output.
  ///
  /// - Parameters:
  ///   - prediction: what the loss works on; with a cross-entropy, logits. A point at which the loss has
  ///     a corner has no gradient to compare with.
  ///   - target: numbers.
  ///   - tolerance: how far the two may be from each other, in parts of the larger, or of 0.001.
  /// - Throws: `ModelError` that names the first number whose derivative is another, or what has the
  ///   wrong size, or where the loss has targets that are not numbers.
  public func checkGradient(
    prediction: [Double], target: [Double], tolerance: Double = 1e-6
  ) throws {
    guard case .step(let loss) = kind, !takesClasses else {
      throw ModelError("the gradient of \(name) cannot be checked: its targets are integers")
    }
    guard let size = loss.targetSize(of: prediction.count) else {
      throw ModelError(
        "\(name) expected \(loss.problem(ofOutputs: prediction.count) ?? "other outputs")")
    }
    if size != target.count {
      throw ModelError(
        "\(name) expected a target of \(counted(size, "number")), got \(target.count)")
    }
    func value(_ prediction: [Double]) -> (loss: Double, gradient: [Double]) {
      var gradient = prediction
      let value = gradient.withUnsafeMutableBufferPointer { outputs in
        target.withUnsafeBufferPointer {
          loss.forwardAndBackward(
            outputs.baseAddress!, targets: $0.baseAddress!, rows: 1, columns: prediction.count,
            scale: 1)
        }
      }
      return (value, gradient)
    }
    let gradient = value(prediction).gradient
    for index in prediction.indices {
      let width = 1e-5 * max(1, abs(prediction[index]))
      var (above, below) = (prediction, prediction)
      above[index] += width
      below[index] -= width
      let difference = (value(above).loss - value(below).loss) / (above[index] - below[index])
      let error = abs(difference - gradient[index])
      if error <= tolerance * max(abs(difference), abs(gradient[index]), 1e-3) { continue }
      throw ModelError(
        "\(name) gives the derivative \(gradient[index]) by number \(index) of the prediction, where "
          + "the loss changes by \(difference)")
    }
  }
}
