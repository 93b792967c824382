import XCTest

@testable import Course

/// What the chapters' formulas look like in a terminal.
final class MathematicsTests: XCTestCase {
  private func assertInline(
    _ formulas: KeyValuePairs<String, String>, file: StaticString = #filePath, line: UInt = #line
  ) {
    for (source, shown) in formulas {
      XCTAssertEqual(Mathematics(source).inline, shown, source, file: file, line: line)
    }
  }

  func testScriptsStandHighAndLowWhereThereAreSuchLetters() {
    assertInline([
      "h_t": "hₜ", "h_{t-1}": "hₜ₋₁", "h_{t,i}^2": "hₜ,ᵢ²", "(xW)_{ij}": "(xW)ᵢⱼ",
      "(J_t)_ {ij}": "(Jₜ)ᵢⱼ",
      "10^{-16}": "10⁻¹⁶", "e^{-m}": "e⁻ᵐ", "A^\\top": "Aᵀ", "A^\\top B": "Aᵀ B",
      "W_y": "W_y", "J_{T-1}": "J_(T−1)", "e^{z_j - m}": "e^(zⱼ − m)", "e^{z_y}": "e^(z_y)",
      "p_{i, y_i}": "p_(i, yᵢ)", "\\rho^k": "ρᵏ", "\\tanh'(a)": "tanh′(a)",
    ])
  }

  func testOperatorsAndNamesHaveTheirSpaces() {
    assertInline([
      "f_t \\odot c_{t-1}": "fₜ ⊙ cₜ₋₁", "2\\cdot3": "2 · 3", "N \\times 4H": "N × 4H",
      "-\\log 0.60": "−log 0.60", "\\tanh(a)": "tanh(a)", "\\tanh\\Big( x \\Big)": "tanh(x)",
      "\\tanh^2 a": "tanh² a", "0.8\\,(1 - h^2)\\,u": "0.8 (1 − h²) u",
      "0.8\\thinspace (1 - h^2)\\thinspace u": "0.8 (1 − h²) u", "\\lfloor\\ \\rfloor": "⌊ ⌋",
      "\\tanh(\\pm 2) = \\pm 0.9640": "tanh(±2) = ±0.9640", "z_0 + \\dots + z_1": "z₀ + … + z₁",
      "J_T \\cdots J_1": "J_T ⋯ J₁", "(1, 0) \\to (0, 2)": "(1, 0) → (0, 2)",
      "\\lVert v \\rVert = \\sqrt{v_0^2 + v_1^2}": "‖v‖ = √(v₀² + v₁²)", "\\sqrt{2}": "√2",
      "\\mathrm{diag}(a)": "diag(a)", "\\text{row 3 of } W": "row 3 of W",
    ])
  }

  func testFractionsStandOnALineWithTheParenthesesTheyNeed() {
    assertInline([
      "\\frac{2}{3}": "2/3", "-\\frac12": "−1/2", "\\frac{m^2}{8}": "m²/8",
      "\\frac{1}{TN} \\sum_{t=1}^{T} x": "(1/(TN)) Σ(t=1…T) x",
      "\\frac{\\partial L}{\\partial h_{t-1}}": "∂L/∂hₜ₋₁",
      "\\frac{\\partial L}{\\partial h_t}\\,J_t": "(∂L/∂hₜ) Jₜ",
      "\\frac{1}{2}\\thinspace\\log 2": "(1/2) log 2",
      "\\frac{d h_t}{d h_{t-1}}": "dhₜ/dhₜ₋₁", "\\log \\frac{a}{b}": "log(a/b)",
      "\\frac{|a - n|}{\\max(|a|, |n|)}": "|a − n|/max(|a|, |n|)",
      "\\frac{e^{z_j - m}}{\\sum_k e^{z_k - m}}": "e^(zⱼ − m)/(Σₖ e^(zₖ − m))",
      "1 / (1 + e^{-a})": "1 / (1 + e⁻ᵃ)",
    ])
  }

  func testMatricesInALineAreRowsInBrackets() {
    assertInline([
      "\\begin{bmatrix} 1 & 0 \\end{bmatrix}": "[1, 0]",
      "A = \\begin{bmatrix} 0.5 & 1 \\\\ 0 & -1 \\end{bmatrix}": "A = [[0.5, 1], [0, −1]]",
      "A = \\begin{bmatrix} 0.5 & 1 \\cr 0 & -1 \\end{bmatrix}": "A = [[0.5, 1], [0, −1]]",
    ])
  }

  func testWhatHasNoSuchFormIsTheSource() {
    assertInline(["\\begin{cases} 1 \\end{cases}": "\\begin{cases} 1 \\end{cases}"])
    assertInline(["\\unknown{x}": "\\unknown{x}", "a_": "a_", "\\frac{a": "\\frac{a", "}": "}"])
  }

  func testDisplayedMatricesStandSideBySide() {
    XCTAssertEqual(
      Mathematics(
        "\\begin{bmatrix} 1 & 2 \\\\ 0 & -1 \\end{bmatrix}\n"
          + "\\begin{bmatrix} 1 \\\\ 0.5 \\\\ 3 \\end{bmatrix} = W, \\qquad b = 1"
      ).display(width: 76),
      [
        "[ 1   2 ] [   1 ]",
        "[ 0  −1 ] [ 0.5 ] = W,    b = 1",
        "          [   3 ]",
      ])
  }

  func testALongFormulaBreaksBeforeAnEqualsSign() {
    XCTAssertEqual(
      Mathematics("a + b + c = d + e + f = g").display(width: 20),
      ["a + b + c", "   = d + e + f = g"])
    XCTAssertEqual(
      Mathematics("\\begin{aligned} a &= 1 \\\\ b &= 2 \\end{aligned}").display(width: 20),
      ["a = 1", "b = 2"])
  }

  func testALongFormulaBreaksAtAGapFirst() {
    XCTAssertEqual(
      Mathematics("a = b + c = 1, \\qquad d = e + f = 2").display(width: 24),
      ["a = b + c = 1,", "d = e + f = 2"])
  }
}
