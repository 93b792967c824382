/// What LaTeX's commands are in Unicode.
enum MathematicsSymbols {
  /// Written as they stand, with the source's own spaces around them.
  static let plain: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ",
    "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω", "infty": "∞", "top": "⊤", "ell": "ℓ",
    "dots": "…", "ldots": "…", "cdots": "⋯", "vdots": "⋮", "prime": "′", "lVert": "‖",
    "rVert": "‖", "lvert": "|", "rvert": "|", "lbrace": "{", "rbrace": "}", "quad": "  ",
    "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
  ]

  /// Stand before something without a space.
  static let prefixes = ["partial": "∂", "nabla": "∇"]

  /// Stand between two things, with a space on either side.
  static let between: [String: String] = [
    "cdot": "·", "times": "×", "odot": "⊙", "otimes": "⊗", "oplus": "⊕", "circ": "∘",
    "to": "→", "rightarrow": "→", "leftarrow": "←", "Rightarrow": "⇒", "mapsto": "↦",
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈",
    "equiv": "≡", "sim": "~", "propto": "∝", "in": "∈", "notin": "∉", "ll": "≪", "gg": "≫",
    "mid": "|", "cup": "∪", "cap": "∩", "subset": "⊂",
  ]

  /// Upright names, with a space before what they are taken of unless it stands in parentheses.
  static let functions: Set<String> = [
    "log", "ln", "exp", "tanh", "sinh", "cosh", "sin", "cos", "tan", "max", "min", "arg",
    "argmax", "argmin", "lim", "det", "dim", "sup", "inf",
  ]

  static let largeOperators = ["sum": "Σ", "prod": "Π", "int": "∫"]

  /// Only change sizes.
  static let ignored: Set<String> = [
    "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl",
    "biggr", "Biggl", "Biggr", "displaystyle", "textstyle", "limits",
  ]

  /// Put on the letter before them.
  static let accents = [
    "hat": "\u{302}", "bar": "\u{304}", "tilde": "\u{303}", "dot": "\u{307}", "vec": "\u{20D7}",
  ]

  static let superscripts = table(
    "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδφχ⊤",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᵠᵡᵀ")

  static let subscripts = table(
    "0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ")

  static let scripts = Set(superscripts.values).union(subscripts.values)

  private static func table(_ letters: String, _ scripts: String) -> [Character: Character] {
    Dictionary(zip(letters, scripts), uniquingKeysWith: { first, _ in first })
  }
}
