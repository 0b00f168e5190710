"""What the makers' own MIBs tell, one module a maker: data and pure functions for collectors/network."""
