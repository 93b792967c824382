/// How gradients become steps.
///
///     .adam()
///     .sgd(learningRate: 0.1, momentum: 0.9, nesterov: true, clipping: .norm(1))
public struct Optimizer: Equatable, Codable, Sendable {
  /// How a gradient is kept from being too large.
  public enum Clipping: Equatable, Codable, Sendable {
    /// Scales the gradient of all parameters together down to this norm (Pascanu, Mikolov and
    /// Bengio, 2013, "On the Difficulty of Training Recurrent Neural Networks").
    case norm(Double)
    /// Cuts every number of the gradient to ± this.
    case value(Double)
  }

  enum Algorithm: Equatable, Codable, Sendable {
    case sgd(momentum: Double, nesterov: Bool)
    case rmsProp(decay: Double, epsilon: Double)
    case adam(firstDecay: Double, secondDecay: Double, epsilon: Double, weightDecay: Double)
  }

  let algorithm: Algorithm
  /// How long the steps are.
  public var learningRate: LearningRate
  /// How a gradient is kept from being too large; nil for not at all.
  public var clipping: Clipping?

  /// Stochastic gradient descent.
  ///
  ///     v = momentum · v + g        w −= rate · v, or with Nesterov's rate · (g + momentum · v)
  ///
  /// - Note: momentum is Polyak (1964), "Some Methods of Speeding Up the Convergence of Iteration
  ///   Methods"; Nesterov's in this form Sutskever, Martens, Dahl and Hinton (2013), "On the
  ///   Importance of Initialization and Momentum in Deep Learning".
  public static func sgd(
    learningRate: LearningRate = 0.01, momentum: Double = 0, nesterov: Bool = false,
    clipping: Clipping? = nil
  ) -> Optimizer {
    Optimizer(
      algorithm: .sgd(momentum: momentum, nesterov: nesterov), learningRate: learningRate,
      clipping: clipping)
  }

  /// Steps divided by the root of the squared gradient's running mean.
  ///
  ///     v = decay · v + (1 − decay) · g²        w −= rate · g / (√v + ε)
  ///
  /// - Note: Tieleman and Hinton (2012), lecture 6.5 of "Neural Networks for Machine Learning".
  public static func rmsProp(
    learningRate: LearningRate = 0.001, decay: Double = 0.9, epsilon: Double = 1e-7,
    clipping: Clipping? = nil
  ) -> Optimizer {
    Optimizer(
      algorithm: .rmsProp(decay: decay, epsilon: epsilon), learningRate: learningRate,
      clipping: clipping)
  }

  /// Adam with its bias correction; see `Adam`.
  public static func adam(
    learningRate: LearningRate = 0.001, firstDecay: Double = 0.9, secondDecay: Double = 0.999,
    epsilon: Double = 1e-8, clipping: Clipping? = nil
  ) -> Optimizer {
    adamW(
      learningRate: learningRate, weightDecay: 0, firstDecay: firstDecay,
      secondDecay: secondDecay, epsilon: epsilon, clipping: clipping)
  }

  /// Adam after a decay of all parameters that the gradient's moments do not see, w −= rate ·
  /// weightDecay · w.
  ///
  /// - Note: Loshchilov and Hutter (2019), "Decoupled Weight Decay Regularization".
  public static func adamW(
    learningRate: LearningRate = 0.001, weightDecay: Double = 0.01, firstDecay: Double = 0.9,
    secondDecay: Double = 0.999, epsilon: Double = 1e-8, clipping: Clipping? = nil
  ) -> Optimizer {
    Optimizer(
      algorithm: .adam(
        firstDecay: firstDecay, secondDecay: secondDecay, epsilon: epsilon,
        weightDecay: weightDecay),
      learningRate: learningRate, clipping: clipping)
  }

  /// What stops the settings from making sense, in a sentence, or nil.
  var problem: String? {
    if let problem = learningRate.problem { return problem }
    let (decays, epsilon, weightDecay): ([Double], Double, Double) =
      switch algorithm {
      case .sgd(let momentum, _): ([momentum], 0, 0)
      case .rmsProp(let decay, let epsilon): ([decay], epsilon, 0)
      case .adam(let first, let second, let epsilon, let weightDecay):
        ([first, second], epsilon, weightDecay)
      }
    if !(weightDecay >= 0 && weightDecay.isFinite) { return "a weight decay of \(weightDecay)" }
    if !(epsilon >= 0 && epsilon.isFinite) { return "an epsilon of \(epsilon)" }
    if let decay = decays.first(where: { !($0 >= 0 && $0 < 1) }) {
      return "a decay or momentum of \(decay); it is at least 0 and below 1"
    }
    switch clipping {
    case .norm(let limit), .value(let limit):
      return limit > 0 ? nil : "clipping to \(limit); the limit is positive"
    case nil: return nil
    }
  }
}
