import CourseTesting
import Foundation
import LinearAlgebra

/// 20 steps of PyTorch's optimisers on a small regression; Tests/Peers/optimizer_cases.py made
/// them.
struct Golden: Decodable {
  let cases: [Case]

  struct Case: Decodable {
    let name: String
    let settings: Settings
    /// Before the first step.
    let parameters: [[[Double]]]
    let steps: [Step]
  }

  /// Only what a case's optimiser knows is there.
  struct Settings: Decodable {
    let learningRate: Double
    let momentum, meanDecay, squareDecay, epsilon, limit, factor: Double?
    let interval: Int?
  }

  struct Step: Decodable {
    let learningRate: Double
    /// Before clipping, and their common norm; only where the case clips.
    let unclipped: [[[Double]]]?
    let norm: Double?
    /// What the optimiser was given.
    let gradients: [[[Double]]]
    /// After the step.
    let parameters: [[[Double]]]
  }

  /// Those of Tests/Fixtures/pytorch-optimizers.json with these names.
  static func named(_ names: [String]) throws -> [Case] {
    let golden: Golden = try Fixtures.decoded("pytorch-optimizers")
    return try names.map { name in
      guard let found = golden.cases.first(where: { $0.name == name }) else {
        throw CocoaError(.fileReadCorruptFile)
      }
      return found
    }
  }
}

extension Golden.Case {
  /// The gradients and rates that PyTorch's optimiser was given.
  var lesson: Lesson {
    Lesson(
      from: parameters.map { Matrix($0) },
      gradients: steps.map { $0.gradients.map { Matrix($0) } }, rates: steps.map(\.learningRate))
  }

  var run: Run {
    Run(steps: steps.map { Parameters($0.parameters.map { Matrix($0) }) })
  }
}
