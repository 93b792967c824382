/// AVX2.
public let level = 3
