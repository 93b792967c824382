import Course

/// Formulas as pandoc writes them, brought to what browsers draw: MathML Core. Pure functions on
/// the text of a page.
enum PageMathematics {
  static func tidied(_ page: String) -> String {
    var page = page.replacing(/<annotation .*?<\/annotation>/.dotMatchesNewlines(), with: "")
      .replacing("<semantics>", with: "").replacing("</semantics>", with: "")
    // `\big` asks for a size in units, where pandoc writes a factor.
    page = page.replacing(/minsize="([0-9.]+)" maxsize="[0-9.]+" stretchy="false"/) {
      "minsize=\"\($0.1)em\" maxsize=\"\($0.1)em\" stretchy=\"true\""
    }
    // A number with commas was written as a text, and beside a text an equals sign stands too close.
    page = page.replacing(/<mtext mathvariant="normal">([0-9,]+)<\/mtext>/) { "<mn>\($0.1)</mn>" }
    // With an index a sign grows only in a row of its own.
    page = page.replacing(/<msu(b|p|bsup)>(<mo minsize=[^>]*>[^<]*<\/mo>)/) {
      "<msu\($0.1)><mrow>\($0.2)</mrow>"
    }
    // The bars of a norm stand close to what is in them.
    page = page.replacing(/<mo stretchy="false" form="(prefix|postfix)">∥</) {
      "<mo stretchy=\"false\" form=\"\($0.1)\" lspace=\"0\" rspace=\"0\">∥<"
    }
    return page.replacing(/<math [^>]*>.*?<\/math>/) { formula(String($0.0)) }
  }

  static func formula(_ formula: String) -> String {
    var formula = formula
    // Parentheses grow around what is tall, and keep their size around anything else. The inner
    // ones come first.
    for _ in 0..<2 {
      formula = formula.replacing(pairOfLowParentheses) {
        "<mo stretchy=\"false\" form=\"prefix\">\($0.1)</mo>\($0.2)"
          + "<mo stretchy=\"false\" form=\"postfix\">\($0.3)</mo>"
      }
    }
    // A minus after a sign or a parenthesis is that of a number.
    formula = formula.replacing(
      /(<mo[^>]*>[(\[,=⋅≤≥]<\/mo>(?:<mspace[^>]*><\/mspace>)?)<mo>([−±])<\/mo>/
    ) { "\($0.1)<mo form=\"prefix\">\($0.2)</mo>" }
    // A formula that was cut before its equals sign goes on with one.
    formula = formula.replacing("<mrow><mo>=</mo>", with: "<mrow><mo form=\"infix\">=</mo>")
    formula = withFunctionsSpaced(formula)
    // In an index, as in t−1, signs stand close.
    return formula.replacing(/<mrow>((?:<m[ion]>[^<]*<\/m[ion]>)+)<\/mrow><\/msu(b|p|bsup)>/) {
      let close = $0.1.replacing(/<mo>([−+,])<\/mo>/) {
        "<mo lspace=\"0\" rspace=\"0\">\($0.1)</mo>"
      }
      return "<mrow>\(close)</mrow></msu\($0.2)>"
    }
  }

  /// A function's name keeps a little distance from the number or the letter on either side, and none
  /// from a parenthesis, a prime or the formula's end; so does one with a power, as in tanh² a.
  private static func withFunctionsSpaced(_ formula: String) -> String {
    let power =
      #/
      (<\/m(?:i|n|row|frac|sub|sup|subsup|text)>)?
      <msup><mo>([a-z]{2,})<\/mo>(<m[ni]>[^<]*<\/m[ni]>)<\/msup>
      (<mo|<mrow><mo\ [^>]*form="prefix"|<\/m)?
      /#
    let name =
      #/
      (<\/m(?:i|n|row|frac|sub|sup|subsup|text)>)?
      <mo>([a-z]{2,})<\/mo>
      (<mo|<mi>′|<mrow><mo\ [^>]*form="prefix"|<\/m)?
      /#
    return formula.replacing(power) { match in
      let (_, before, name, raised, after) = match.output
      return "\(before ?? "")<msup>\(spaced(name, before, after))\(raised)</msup>\(after ?? "")"
    }.replacing(name) { match in
      let (_, before, name, after) = match.output
      return "\(before ?? "")\(spaced(name, before, after))\(after ?? "")"
    }
  }

  /// - Parameters:
  ///   - before: what ends directly before the name, if it must not touch it.
  ///   - after: what begins directly behind it, if it may.
  private static func spaced(_ name: Substring, _ before: Substring?, _ after: Substring?) -> String
  {
    "<mo lspace=\"\(before == nil ? "0" : "0.17em")\" "
      + "rspace=\"\(after == nil ? "0.17em" : "0")\">\(name)</mo>"
  }

  /// Computed, since the type of a regular expression cannot be shared between threads.
  private static var pairOfLowParentheses: Regex<(Substring, Substring, Substring, Substring)> {
    // swift-format-ignore
    /<mo stretchy="true" form="prefix">([^<]*)<\/mo>((?:(?!<mo stretchy="true"|<mfrac|<munder|<mover|<mtable|<msqrt).)*?)<mo stretchy="true" form="postfix">([^<]*)<\/mo>/
  }
}
