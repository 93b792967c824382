import Foundation
import LinearAlgebra
import Optimizers

/// The parameters before the first update of a descent and after each; each is a 1 × 1 matrix.
func descent(
  from start: [Double], with optimizer: some Optimizer, steps: Int,
  gradients: ([Matrix]) -> [Matrix]
) -> [[Double]] {
  var (optimizer, place) = (optimizer, start.map { Matrix([[$0]]) })
  return [start]
    + (0..<steps).map { _ in
      optimizer.update(&place, gradients: gradients(place))
      return place.map { $0[0, 0] }
    }
}

/// The bowls of chapter 07: w² from 1, and L(a, b) = (a² + 25 b²) / 2 from (10, 1).
enum Bowl {
  /// The rules that the page compares, with their settings.
  static let rules: [(name: String, rule: any Optimizer)] = [
    ("gradient descent, η = 0.06", SGD(learningRate: 0.06)),
    ("momentum, η = 0.02, μ = 0.8", Momentum(learningRate: 0.02, momentum: 0.8)),
    ("RMSProp, η = 0.5", RMSProp(learningRate: 0.5)),
    ("Adam, η = 0.5", Adam(learningRate: 0.5)),
  ]

  /// w before and after each update.
  static func slope(_ rate: Double, steps: Int) -> [Double] {
    descent(from: [1], with: SGD(learningRate: rate), steps: steps) { [2 * $0[0]] }.map { $0[0] }
  }

  static func loss(_ place: (a: Double, b: Double)) -> Double {
    (place.a * place.a + 25 * place.b * place.b) / 2
  }

  /// The places before and after each update.
  static func path(_ optimizer: some Optimizer, steps: Int) -> [(a: Double, b: Double)] {
    descent(from: [10, 1], with: optimizer, steps: steps) { [$0[0], 25 * $0[1]] }
      .map { ($0[0], $0[1]) }
  }
}

extension Bowl {
  /// Plain descent whose gradients are clipped together.
  static func clippedPath(rate: Double, limit: Double, steps: Int) -> [(a: Double, b: Double)] {
    descent(from: [10, 1], with: SGD(learningRate: rate), steps: steps) {
      clippedByGlobalNorm([$0[0], 25 * $0[1]], limit: limit).gradients
    }.map { ($0[0], $0[1]) }
  }

  /// Adam without its correction.
  static func uncorrectedPath(rate: Double, steps: Int) -> [(a: Double, b: Double)] {
    var (place, m, q) = ([10.0, 1.0], [0.0, 0.0], [0.0, 0.0])
    return [(10, 1)]
      + (0..<steps).map { _ in
        for (index, curvature) in [1.0, 25].enumerated() {
          let gradient = curvature * place[index]
          m[index] = 0.9 * m[index] + 0.1 * gradient
          q[index] = 0.999 * q[index] + 0.001 * gradient * gradient
          place[index] -= rate * m[index] / (q[index].squareRoot() + 1e-8)
        }
        return (place[0], place[1])
      }
  }
}

/// A linear unit whose 50 steps multiply h(0) = 1 by u each; it should end at 0.5.
enum Cliff {
  /// Where it does.
  static let valley = exp(log(0.5) / 50)

  static func loss(_ u: Double) -> Double {
    let error = power(u, 50) - 0.5
    return error * error
  }

  static func gradient(_ u: Double) -> Double {
    2 * (power(u, 50) - 0.5) * 50 * power(u, 49)
  }

  /// u before and after each update with clipped gradients, at a rate of 0.01.
  static func path(steps: Int) -> [Double] {
    let path = descent(from: [1.1], with: SGD(learningRate: 0.01), steps: steps) {
      clippedByGlobalNorm([$0[0].map(gradient)], limit: 1).gradients
    }
    return path.map { $0[0] }
  }
}
