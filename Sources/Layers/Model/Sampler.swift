import Kernels
import LinearAlgebra

/// Chooses among classes by their logits or probabilities: at random with a seed, or the likeliest.
///
///     var sampler = Sampler(temperature: 0.8, topK: 40, topP: 0.95, seed: 7)
///     var symbol = start
///     while symbol != end {
///       symbol = try sampler.next(logits: predictor.logits(after: symbol))
///     }
///
/// The same seed draws the same classes.
///
/// - Note: Fan, Lewis and Dauphin (2018), "Hierarchical Neural Story Generation", for the K likeliest;
///   Holtzman, Buys, Du, Forbes and Choi (2020), "The Curious Case of Neural Text Degeneration", for the
///   likeliest of a probability.
public struct Sampler: Sendable {
  /// Logits are divided by it: below 1 bolder, above 1 more even; 0 takes the likeliest.
  public let temperature: Double
  /// Only so many of the likeliest are drawn from; nil for all.
  public let topK: Int?
  /// Of those, the fewest likeliest whose probabilities together reach this; nil for all.
  public let topP: Double?
  private var generator: SeededGenerator

  /// A way to choose. Settings that make no sense are named when it is asked.
  public init(
    temperature: Double = 1, topK: Int? = nil, topP: Double? = nil, seed: UInt64 = 0
  ) {
    (self.temperature, self.topK, self.topP) = (temperature, topK, topP)
    generator = SeededGenerator(seed: seed)
  }

  /// The class with the largest number, the first of several: of logits or of probabilities.
  ///
  /// - Precondition: there is a number.
  public static func likeliest<Scalar: KernelScalar>(_ numbers: [Scalar]) -> Int {
    var best = 0
    for index in numbers.indices where numbers[index] > numbers[best] { best = index }
    return best
  }

  /// A class by its logits.
  ///
  /// - Throws: `ModelError` if there are none, one is not a number or +∞, all are −∞, or the sampler's
  ///   settings make no sense.
  public mutating func next<Scalar: KernelScalar>(logits: [Scalar]) throws(ModelError) -> Int {
    if let problem = settingsProblem { throw ModelError(problem) }
    if let index = logits.firstIndex(where: { $0.isNaN || $0 == .infinity }) {
      throw ModelError(
        "the logit of class \(index) is \(logits[index]); logits are numbers below infinity")
    }
    guard logits.contains(where: { $0 > -.infinity }) else {
      throw ModelError("there is no class to choose from")
    }
    return Self.draw(
      logits.map { Double($0) }, temperature: temperature, topK: topK, topP: topP, using: &generator
    )
  }

  /// A class by its probability. They need not sum to 1.
  ///
  /// - Throws: `ModelError` if there are none, one is negative or not a number, all are 0, or the sampler's
  ///   settings make no sense.
  public mutating func next<Scalar: KernelScalar>(
    probabilities: [Scalar]
  ) throws(ModelError) -> Int {
    if let index = probabilities.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw ModelError(
        "the probability of class \(index) is \(probabilities[index]); probabilities are at least 0, and "
          + "next(logits:) takes other numbers")
    }
    return try next(logits: probabilities.map { Double.log(Double($0)) })
  }

  private var settingsProblem: String? {
    if !(temperature >= 0 && temperature.isFinite) {
      return "a sampler has the temperature \(temperature); it is at least 0, and finite"
    }
    if let topK, topK < 1 { return "a sampler draws from \(topK) classes; it needs at least 1" }
    if let topP, !(topP > 0 && topP <= 1) {
      return "a sampler draws from classes of the probability \(topP); it is above 0 and at most 1"
    }
    return nil
  }

  /// A class by its logits, of which −∞ is never drawn; 0 where nothing else is left.
  package static func draw(
    _ logits: [Double], temperature: Double, topK: Int?, topP: Double?,
    using generator: inout SeededGenerator
  ) -> Int {
    // Equal logits in the order of their indices, so that the choice does not hang on the sort.
    var candidates = logits.indices.filter { logits[$0] > -.infinity }.sorted {
      logits[$0] != logits[$1] ? logits[$0] > logits[$1] : $0 < $1
    }
    if temperature == 0 || candidates.count < 2 { return candidates.first ?? 0 }
    if let topK { candidates = Array(candidates.prefix(topK)) }
    let largest = logits[candidates[0]]
    let weights = nucleus(candidates.map { Double.exp((logits[$0] - largest) / temperature) }, topP)
    var rest = generator.uniform() * weights.reduce(0, +)
    for (candidate, weight) in zip(candidates, weights) {
      rest -= weight
      if rest < 0 { return candidate }
    }
    return candidates[0]
  }

  /// The first weights, largest first, up to the one with which they reach their share of all.
  private static func nucleus(_ weights: [Double], _ topP: Double?) -> [Double] {
    guard let topP else { return weights }
    let wanted = topP * weights.reduce(0, +)
    var sum = 0.0
    let last = weights.firstIndex { weight in
      sum += weight
      return sum >= wanted
    }
    return last.map { Array(weights[...$0]) } ?? weights
  }
}
