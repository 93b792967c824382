import CourseTesting
import LinearAlgebra
import Tagging

/// Chains in PyTorch, with autograd's gradients; Tests/Peers/chain.py wrote them.
struct GoldenChain: Decodable {
  let name: String
  let emissions, transitions: [[Double]]
  let start: [Double]
  /// Row and column of each transition that is −∞.
  let forbidden: [[Int]]
  let tags: [Int]
  let loss: Double
  let emissionsGradient, transitionsGradient: [[Double]]
  let startGradient: [Double]

  var chain: Chain {
    var scores = Matrix(transitions)
    for pair in forbidden { scores[pair[0], pair[1]] = -.infinity }
    return Chain(transitions: scores, start: Matrix(row: start))
  }

  static func all() throws -> [GoldenChain] {
    let file: File = try Fixtures.decoded("pytorch-chain")
    return file.cases
  }

  private struct File: Decodable {
    let cases: [GoldenChain]
  }
}
