import Backpropagation
import GradientChecking
import LanguageModel
import LinearAlgebra
import VanillaRNN
import XCTest

/// Code that the pages show and that stands nowhere else: it compiles, and does what they say.
final class PageCodeTests: XCTestCase {
  func testSlopesOfAModelAreItsGradients() {
    var generator = SeededGenerator(seed: 6)
    let model = RNNModel(vocabularySize: 3, hiddenSize: 2, using: &generator)
    let inputs = [Matrix.identity(3), Matrix.identity(3)]
    let targets = [[1, 2, 0], [2, 0, 1]]
    let state = Matrix(rows: 3, columns: 2)
    // REGION slopes-of-a-model
    let slopes = numericalGradients(of: model, step: 1e-5) { changed in
      changed.loss(inputs, targets: targets, from: state)
    }
    // END REGION slopes-of-a-model
    let right = model.gradients(inputs, targets: targets, from: state)
    XCTAssertEqual(slopes.count, model.parameters.count)
    for (measured, exact) in zip(slopes[0].values, right.cell.inputWeights.values) {
      XCTAssertEqual(measured, exact, accuracy: 1e-9)
    }
  }
}
