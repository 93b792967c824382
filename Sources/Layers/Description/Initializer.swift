/// What a layer's numbers are before training: drawn from the model's seed, alike on every platform.
///
///     LSTM(64, kernelInitializer: .heNormal, recurrentInitializer: .orthogonal(gain: 0.9))
///     SimpleRNN(100, activation: .relu, recurrentInitializer: .identity())
///
/// The weights of a recurrent layer are one matrix for each gate; each of them begins by itself, with
/// inputs × units of its own.
public enum Initializer: Equatable, Codable, Sendable {
  /// 0.
  case zeros
  /// 1.
  case ones
  /// The same number everywhere.
  case constant(Double)
  /// Uniform in ± this.
  case uniform(Double)
  /// Normal with mean 0 and this standard deviation.
  case normal(Double)
  /// Uniform in ±√(6 / (inputs + outputs)): Glorot and Bengio (2010), "Understanding the Difficulty
  /// of Training Deep Feedforward Neural Networks".
  case glorotUniform
  /// Normal with the variance 2 / (inputs + outputs).
  case glorotNormal
  /// Uniform in ±√(6 / inputs): He, Zhang, Ren and Sun (2015), "Delving Deep into Rectifiers".
  case heUniform
  /// Normal with the variance 2 / inputs.
  case heNormal
  /// Uniform in ±√(3 / inputs): LeCun, Bottou, Orr and Müller (1998), "Efficient BackProp".
  case lecunUniform
  /// Normal with the variance 1 / inputs.
  case lecunNormal
  /// A random orthogonal matrix times the gain; where it is not square, its shorter side is
  /// orthonormal: Saxe, McClelland and Ganguli (2014), "Exact Solutions to the Nonlinear Dynamics of
  /// Learning in Deep Linear Neural Networks".
  case orthogonal(gain: Double = 1)
  /// The gain on the diagonal, 0 elsewhere: with `relu` the IRNN of Le, Jaitly and Hinton (2015), "A
  /// Simple Way to Initialize Recurrent Networks of Rectified Linear Units".
  case identity(gain: Double = 1)
  /// Normal with the variance 1 / columns, so that the rows of a table are vectors of length about 1.
  case unitRows
  /// What PyTorch begins with: uniform in ±1/√units in a recurrent layer, in ±1/√inputs in a dense
  /// one, and normal with variance 1 in an embedding.
  case pyTorch

  /// What stops it from making sense, in the words of messages, or nil.
  ///
  /// - Parameter isVector: whether it is to fill a bias, which has no inputs.
  func problem(isVector: Bool) -> String? {
    switch self {
    case .constant(let value):
      value.isFinite ? nil : "is the constant \(value); it is finite"
    case .uniform(let limit):
      limit >= 0 && limit.isFinite
        ? nil : "is uniform in ±\(limit); the limit is finite and at least 0"
    case .normal(let deviation):
      deviation >= 0 && deviation.isFinite
        ? nil : "has the standard deviation \(deviation); it is finite and at least 0"
    case .orthogonal(let gain), .identity(let gain):
      if isVector {
        "is \(name), which takes a matrix; a bias begins with zeros, ones, a constant, uniform or "
          + "normal numbers, or as PyTorch's"
      } else {
        gain > 0 && gain.isFinite ? nil : "has a gain of \(gain); it is positive and finite"
      }
    case .glorotUniform, .glorotNormal, .heUniform, .heNormal, .lecunUniform, .lecunNormal,
      .unitRows:
      isVector
        ? "is \(name), which takes a matrix; a bias begins with zeros, ones, a constant, uniform or "
          + "normal numbers, or as PyTorch's" : nil
    case .zeros, .ones, .pyTorch: nil
    }
  }

  private var name: String {
    let text = "\(self)"
    return String(text.prefix { $0 != "(" })
  }
}
